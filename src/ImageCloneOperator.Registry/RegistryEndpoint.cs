using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry;

/// <summary>An image, and how to get at it.</summary>
public sealed record RegistryEndpoint(ImageReference Image, ICredentialProvider Credentials)
{
    public RegistryEndpoint(ImageReference image)
        : this(image, FixedCredentials.None)
    {
    }

    /// <summary>
    /// Makes the repository where a push says that there is none, and returns why that cannot be, for people, or null; without it, the
    /// push fails.
    /// </summary>
    public Func<CancellationToken, Task<string?>>? MakeRepository { get; init; }

    public RegistryHostSettings Settings { get; init; } = RegistryHostSettings.Default;

    /// <summary>Called right before a manifest is sent: throws where writing it is no longer the caller's to do.</summary>
    public Action? BeforeManifest { get; init; }
}
