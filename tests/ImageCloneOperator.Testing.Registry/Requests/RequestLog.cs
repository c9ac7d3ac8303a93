using System.Collections.Concurrent;

namespace ImageCloneOperator.Testing.Registry.Requests;

/// <summary>The requests that a registry has seen, oldest first; of very many, the newest.</summary>
public sealed class RequestLog
{
    private const int Capacity = 100_000;

    private readonly ConcurrentQueue<RequestRecord> _records = new();

    public IReadOnlyList<RequestRecord> All => [.. _records];

    public long BytesIn => _records.Sum(record => record.BytesIn);

    public long BytesOut => _records.Sum(record => record.BytesOut);

    public IReadOnlyList<RequestRecord> Where(string? method = null, RequestKind? kind = null, string? repository = null) =>
        [.. _records.Where(record => (method is null || record.Method == method)
            && (kind is null || record.Kind == kind)
            && (repository is null || record.Repository == repository))];

    public int Count(string? method = null, RequestKind? kind = null, string? repository = null) => Where(method, kind, repository).Count;

    public void Clear() => _records.Clear();

    internal void Add(RequestRecord record)
    {
        _records.Enqueue(record);
        if (_records.Count > Capacity)
            _records.TryDequeue(out _);
    }
}
