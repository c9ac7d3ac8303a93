namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Lets equal strings be one in memory. Forgets all when full, so that values which come and go cost nothing for long.</summary>
internal sealed class StringPool
{
    private const int Capacity = 10_000;

    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);

    public string? Share(string? value)
    {
        if (value is null) return null;
        if (_strings.TryGetValue(value, out var shared)) return shared;
        if (_strings.Count == Capacity) _strings.Clear();
        _strings.Add(value);
        return value;
    }
}
