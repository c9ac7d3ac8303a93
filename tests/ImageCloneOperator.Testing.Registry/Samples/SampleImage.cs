namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>An image of one platform.</summary>
public sealed record SampleImage(params IReadOnlyList<SampleLayer> Layers)
{
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>Docker's media types (schema 2) instead of OCI's.</summary>
    public bool Docker { get; init; }

    /// <summary>Layers that are named with an address of their own, and not pushed.</summary>
    public int ForeignLayers { get; init; }
}
