namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>What became of the pull secret in one namespace.</summary>
/// <param name="IsThere">The namespace has it.</param>
internal sealed record PullSecretOutcome(bool IsThere)
{
    /// <summary>It has the content that it should have.</summary>
    public static PullSecretOutcome Written { get; } = new(true);

    /// <summary>There is none, and there need not be one: it was deleted, or its namespace is.</summary>
    public static PullSecretOutcome Gone { get; } = new(false);

    /// <summary>There is a secret of that name which the operator has not made.</summary>
    public static PullSecretOutcome NotOurs { get; } = new(false) { IsTaken = true };

    public bool IsTaken { get; private init; }

    /// <summary>What the API server said; null where it said nothing against it.</summary>
    public string? Refusal { get; private init; }

    public static PullSecretOutcome Refused(string refusal) => new(false) { Refusal = refusal };
}
