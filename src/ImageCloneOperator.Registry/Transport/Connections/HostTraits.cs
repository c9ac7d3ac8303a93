namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Deviations from the specification that a host has shown. They save the requests that would show them again.</summary>
internal sealed class HostTraits
{
    /// <summary>The host mounts nothing from a repository to itself.</summary>
    public bool RefusesSelfMounts { get; set; }

    /// <summary>The host takes blobs by PATCH alone.</summary>
    public bool TakesBlobsByPatch { get; set; }

    /// <summary>The host does not know <c>Expect: 100-continue</c> (417).</summary>
    public bool RefusesExpectations { get; set; }
}
