namespace ImageCloneOperator.Testing.Registry;

/// <summary>Where a registry, its token server, and the storage that it redirects blobs to are listening.</summary>
internal sealed record RegistryAddresses(Uri Registry, Uri Token, Uri Storage);
