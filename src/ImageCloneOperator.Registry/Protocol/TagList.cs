namespace ImageCloneOperator.Registry.Protocol;

internal sealed record TagList
{
    public IReadOnlyList<string>? Tags { get; init; }
}
