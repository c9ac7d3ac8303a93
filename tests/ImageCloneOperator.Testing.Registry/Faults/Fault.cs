namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>Something that goes wrong with certain requests. What is null matches every request.</summary>
public sealed class Fault
{
    private int _seen;
    private int _hits;

    public string? Method { get; init; }

    public RequestKind? Kind { get; init; }

    public string? Repository { get; init; }

    /// <summary>The tag, the digest or the upload session.</summary>
    public string? Reference { get; init; }

    /// <summary>How many matching requests are served well before the first that fails.</summary>
    public int After { get; init; }

    /// <summary>How many requests fail; <see cref="int.MaxValue"/>: all of them.</summary>
    public int Times { get; init; } = 1;

    public required FaultEffect Effect { get; init; }

    /// <summary>How many requests it has met so far.</summary>
    public int Hits => Math.Min(Volatile.Read(ref _hits), Times);

    /// <summary>Takes one of its turns when the request is one that it waits for.</summary>
    internal bool Strikes(string method, RequestKind kind, string repository, string reference) =>
        Matches(method, kind, repository, reference)
        && Interlocked.Increment(ref _seen) > After
        && Interlocked.Increment(ref _hits) <= Times;

    private bool Matches(string method, RequestKind kind, string repository, string reference) =>
        (Method is null || Method == method)
        && (Kind is null || Kind == kind)
        && (Repository is null || Repository == repository)
        && (Reference is null || Reference == reference)
        && Volatile.Read(ref _hits) < Times;
}
