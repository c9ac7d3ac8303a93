namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>What keeps an image from being restored.</summary>
internal sealed record VerifyProblem(VerifyLevel Level, string Message)
{
    public override string ToString() => $"{Level.ToString().ToLowerInvariant()}: {Message.TrimEnd('.')}";
}
