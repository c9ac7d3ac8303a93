namespace ImageCloneOperator.Workloads.Caching;

/// <summary>
/// Gives equal values as one object: pods of one template have the same images and labels. The table never grows, so what comes and goes
/// costs nothing.
/// </summary>
internal sealed class RecentValues<T>(Func<T, int> hash, Func<T, T, bool> equals)
    where T : class
{
    private const int Slots = 1 << 13;

    // Racing writers only lose a chance to share.
    private readonly T?[] _recent = new T?[Slots];

    public T Share(T value)
    {
        ref var slot = ref _recent[hash(value) & (Slots - 1)];
        var recent = slot;
        return recent is not null && equals(recent, value) ? recent : slot = value;
    }
}
