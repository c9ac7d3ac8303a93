namespace ImageCloneOperator.Commands.Verify;

/// <summary>The copies of a policy.</summary>
internal sealed record PolicyCopies(string Policy, IReadOnlyList<CopyToVerify> Copies);
