namespace ImageCloneOperator.Registry;

/// <summary>Kinds of failure, by which callers decide what to do next.</summary>
public enum RegistryErrorKind
{
    /// <summary>The image, its repository or a part of it is not there.</summary>
    NotFound,

    /// <summary>No credential was accepted, or none was given and one is needed.</summary>
    Unauthorized,

    /// <summary>The credential is known but may not do this.</summary>
    Denied,

    /// <summary>The registry asks to wait; <see cref="RegistryException.RetryAt"/> says until when.</summary>
    RateLimited,

    /// <summary>The registry cannot be reached, broke off, or kept answering with server errors.</summary>
    Unreachable,

    /// <summary>The registry, or where it sends us, has an address that may not be connected to.</summary>
    RefusedAddress,

    /// <summary>The image is larger than the caller wants to copy.</summary>
    TooLarge,

    /// <summary>The registry or the image asks for something that cannot be done, such as schema 1 manifests.</summary>
    Unsupported,

    /// <summary>Content does not have the digest or size that it should have, or is no valid manifest.</summary>
    Corrupt,

    /// <summary>The target's tag exists with other content and may not be moved.</summary>
    TagImmutable,

    /// <summary>Somebody else changed the same thing meanwhile.</summary>
    Conflict,
}
