using System.Collections.Concurrent;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>How many requests came for each verb and resource.</summary>
public sealed class RequestCounts
{
    private readonly ConcurrentDictionary<(string Verb, string Resource), int> _counts = new();

    /// <param name="verb">As RBAC names it: get, list, watch, create, update, patch, delete or deletecollection.</param>
    /// <param name="resource">The plural, with a subresource after a slash: <c>deployments</c>, <c>imagebackups/status</c>.</param>
    public int Count(string verb, string resource) => _counts.GetValueOrDefault((verb, resource));

    public void Reset() => _counts.Clear();

    internal void Add(string verb, ResourcePath path) =>
        _counts.AddOrUpdate(
            (verb, path.Subresource.Length == 0 ? path.Plural : $"{path.Plural}/{path.Subresource}"), 1, (_, count) => count + 1);
}
