using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry;

/// <summary>An image, and how to get at it.</summary>
public sealed record RegistryEndpoint(ImageReference Image, ICredentialProvider Credentials)
{
    public RegistryEndpoint(ImageReference image)
        : this(image, FixedCredentials.None)
    {
    }

    public RegistryHostSettings Settings { get; init; } = RegistryHostSettings.Default;
}
