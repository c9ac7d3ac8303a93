namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>One of <c>additionalPrinterColumns</c>; columns with a priority above 0 are for wide output only.</summary>
public sealed record PrinterColumn(string Name, string Type, string JsonPath)
{
    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public int Priority { get; init; }
}
