using System.Globalization;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;
using Microsoft.AspNetCore.Http.Extensions;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>Options as the API server's query parameters.</summary>
internal static class QueryStrings
{
    public static string Of(ListOptions options) => Of(
        ("labelSelector", options.LabelSelector),
        ("fieldSelector", options.FieldSelector),
        ("limit", options.Limit > 0 ? Text(options.Limit) : null),
        ("continue", options.Continue));

    public static string Of(WatchOptions options) => Of(
        ("watch", "true"),
        ("labelSelector", options.LabelSelector),
        ("fieldSelector", options.FieldSelector),
        ("resourceVersion", options.ResourceVersion),
        ("allowWatchBookmarks", "true"),
        ("timeoutSeconds", options.Timeout is { } timeout ? Text((long)Math.Ceiling(timeout.TotalSeconds)) : null));

    public static string Of(Patch patch, string fieldManager) => Of(
        ("fieldManager", patch.FieldManager ?? fieldManager),
        ("force", patch is { Type: V1Patch.PatchType.ApplyPatch, Force: true } ? "true" : null));

    public static string FieldManager(string fieldManager) => Of(("fieldManager", fieldManager));

    private static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }
        return query.ToString();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
