using System.Collections;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>What every log line of a reconcile carries: the controller, an id of this one reconcile, and what it is about.</summary>
internal sealed class ReconcileScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _values;

    private ReconcileScope(string controller, IEnumerable<KeyValuePair<string, object?>> about) =>
        _values = [new("controller", controller), new("reconcileID", Guid.NewGuid().ToString("N")), .. about];

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public static ReconcileScope For<TKey>(string controller, TKey key, V1ObjectReference? about) => about is null
        ? new ReconcileScope(controller, [new("key", key?.ToString())])
        : new ReconcileScope(controller, [new("kind", about.Kind), new("namespace", about.NamespaceProperty), new("name", about.Name)]);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(' ', _values.Select(pair => $"{pair.Key}={pair.Value}"));
}
