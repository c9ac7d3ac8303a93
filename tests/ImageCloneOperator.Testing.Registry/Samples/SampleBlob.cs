namespace ImageCloneOperator.Testing.Registry.Samples;

public sealed record SampleBlob(string Digest, long Size);
