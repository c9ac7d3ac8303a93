namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>How a host has shown that it differs from the specification. It saves the requests that would show it again.</summary>
internal sealed class HostTraits
{
    /// <summary>It mounts nothing from a repository to itself.</summary>
    public bool RefusesSelfMounts { get; set; }

    /// <summary>It takes blobs by PATCH alone.</summary>
    public bool TakesBlobsByPatch { get; set; }

    /// <summary>It does not know <c>Expect: 100-continue</c> (417).</summary>
    public bool RefusesExpectations { get; set; }
}
