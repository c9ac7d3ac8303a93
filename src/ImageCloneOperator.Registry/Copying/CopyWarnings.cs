using System.Collections.Concurrent;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>Collects what a successful copy could not find out, each said once.</summary>
internal sealed class CopyWarnings
{
    private readonly ConcurrentDictionary<string, bool> _all = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => [.. _all.Keys.Order(StringComparer.Ordinal)];

    public void Add(string warning) => _all.TryAdd(warning, true);
}
