namespace ImageCloneOperator.Webhooks.Admission;

internal sealed record RequestKind
{
    public string? Group { get; init; }

    public string? Kind { get; init; }
}
