using System.Diagnostics.CodeAnalysis;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>
/// What waits to be sent. Lines take turns, and where there is no room, the longest gives up its last: many events of one namespace neither
/// hold up nor push out those of another.
/// </summary>
internal sealed class EventLines<T>(int capacity) : IDisposable
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedList<T>> _lines = new(StringComparer.Ordinal);

    /// <summary>The names of the lines: whoever was served goes to the end.</summary>
    private readonly LinkedList<string> _turns = [];
    private readonly SemaphoreSlim _waiting = new(0);

    public int Count => _waiting.CurrentCount;

    /// <returns>What there is no room for; null where there is.</returns>
    public T? Add(string line, T item)
    {
        lock (_gate)
        {
            T? dropped = null;
            if (_waiting.CurrentCount >= capacity)
            {
                var longest = _lines.MaxBy(other => other.Value.Count).Value;
                if (longest is not { Count: > 1 } || longest.Count <= (_lines.GetValueOrDefault(line)?.Count ?? 0)) return item;
                dropped = longest.Last!.Value;
                longest.RemoveLast();
            }

            if (!_lines.TryGetValue(line, out var items))
            {
                _lines[line] = items = [];
                _turns.AddLast(line);
            }

            items.AddLast(item);
            if (dropped is null) _waiting.Release();
            return dropped;
        }
    }

    public async ValueTask<T> TakeAsync(CancellationToken cancellationToken)
    {
        await _waiting.WaitAsync(cancellationToken);
        return Next();
    }

    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        item = _waiting.Wait(0) ? Next() : null;
        return item is not null;
    }

    public void Dispose() => _waiting.Dispose();

    private T Next()
    {
        lock (_gate)
        {
            var line = _turns.First!;
            var items = _lines[line.Value];
            var item = items.First!.Value;
            items.RemoveFirst();
            _turns.Remove(line);
            if (items.Count > 0) _turns.AddLast(line);
            else _lines.Remove(line.Value);
            return item;
        }
    }
}
