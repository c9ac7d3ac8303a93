namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>A manifest that was pushed, with the platform that an index lists it under.</summary>
public sealed record SampleManifest(string Digest, string MediaType, ReadOnlyMemory<byte> Bytes, string? Platform = null)
{
    public int Size => Bytes.Length;
}
