namespace ImageCloneOperator.DevCluster.Registry.Samples;

public sealed record SampleBlob(string Digest, long Size);
