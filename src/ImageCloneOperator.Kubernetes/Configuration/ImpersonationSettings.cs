namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>Whom to act as, if the credentials' owner may.</summary>
public sealed record ImpersonationSettings(string User, string? Uid, IReadOnlyList<string> Groups)
{
    /// <summary>Whatever else the authorizer knows users by.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
