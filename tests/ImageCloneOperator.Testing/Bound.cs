namespace ImageCloneOperator.Testing;

/// <summary>The bound on whatever a test waits for: long enough for a busy machine, short enough to fail.</summary>
public static class Bound
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public static CancellationToken Token() => new CancellationTokenSource(Time).Token;
}
