namespace ImageCloneOperator.Registry.Protocol.Content;

internal sealed record ErrorEntry
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public override string ToString() => Code is null ? Message ?? "" : Message is null ? Code : $"{Code}: {Message}";
}
