namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>Whose configuration is written.</summary>
internal enum MirrorTool
{
    /// <summary>hosts.toml below /etc/containerd/certs.d (containerd, docs/hosts.md).</summary>
    Containerd,

    /// <summary>A part of registries.conf (containers-registries.conf(5)).</summary>
    Crio,

    /// <summary>OpenShift's ImageDigestMirrorSet and ImageTagMirrorSet.</summary>
    Idms,

    /// <summary>A patch of Talos' machine configuration.</summary>
    Talos,

    /// <summary>registries.yaml of k3s and RKE2.</summary>
    K3s,
}
