namespace ImageCloneOperator.Testing.KubeApi.Faults;

/// <summary>
/// What goes wrong with requests of a verb (get, list, watch, create, update, patch, delete, deletecollection) on a resource's plural; "*"
/// is any.
/// </summary>
public sealed record ApiFault(string Verb, string Resource)
{
    private int _served;

    /// <summary>Only requests for this object; null for any.</summary>
    public string? Name { get; init; }

    public int Times { get; init; } = 1;

    /// <summary>The HTTP status to answer with; 0 serves the request.</summary>
    public int Code { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public TimeSpan Delay { get; init; }

    public bool LosesResponse { get; init; }

    /// <summary>How many requests it has struck so far.</summary>
    public int Served => Volatile.Read(ref _served);

    internal bool Matches(string verb, string resource, string name) =>
        (Verb == "*" || Verb == verb) && (Resource == "*" || Resource == resource) && (Name is null || Name == name);

    /// <summary>True when this was the last time.</summary>
    internal bool Use() => Interlocked.Increment(ref _served) >= Times;
}
