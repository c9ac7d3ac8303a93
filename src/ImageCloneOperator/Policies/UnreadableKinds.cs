namespace ImageCloneOperator.Policies;

/// <summary>Kinds that a policy selects and that cannot be read as it says.</summary>
/// <param name="Reason">That of the worst.</param>
/// <param name="Message">A sentence on each.</param>
internal sealed record UnreadableKinds(string Reason, string Message);
