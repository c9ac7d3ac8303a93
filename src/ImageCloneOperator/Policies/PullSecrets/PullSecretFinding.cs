namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>Why namespaces lack the pull secret of a policy.</summary>
/// <param name="Reason">Of the condition.</param>
/// <param name="Message">Names the namespaces, and the way out.</param>
internal sealed record PullSecretFinding(string Reason, string Message);
