namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>
/// Writes what tells nodes to pull from the copies: after the registry itself or before it. Each tool tries what it lists in that order,
/// and the registry itself last, so that the registry comes first where it is listed first.
/// </summary>
internal sealed class MirrorFiles(IReadOnlyList<MirroredRegistry> registries, bool copiesFirst)
{
    private const string Name = "image-clone-copies";

    public IReadOnlyList<MirrorFile> Write(MirrorTool tool) => tool switch
    {
        MirrorTool.Containerd => [.. registries.Select(Containerd)],
        MirrorTool.Crio => [new($"/etc/containers/registries.conf.d/50-{Name}.conf", string.Join('\n', registries.Select(Crio)))],
        MirrorTool.Idms => [MirrorSet("ImageDigestMirrorSet", "imageDigestMirrors"), MirrorSet("ImageTagMirrorSet", "imageTagMirrors")],
        MirrorTool.Talos => [Talos()],
        MirrorTool.K3s => [K3s()],
        _ => throw new ArgumentOutOfRangeException(nameof(tool)),
    };

    /// <summary>With <c>override_path</c> an address stands for <c>/v2</c> and all.</summary>
    private MirrorFile Containerd(MirroredRegistry registry)
    {
        var upstream = Lines($"[host.\"{registry.Url}\"]", "  capabilities = [\"pull\", \"resolve\"]", "");
        var copies = Lines($"[host.\"{registry.CopiesUrl}\"]", "  capabilities = [\"pull\", \"resolve\"]", "  override_path = true");
        return new MirrorFile(
            $"/etc/containerd/certs.d/{registry.Name}/hosts.toml",
            Lines($"server = \"{registry.Url}\"", "") + (copiesFirst ? "" : upstream) + copies);
    }

    private string Crio(MirroredRegistry registry) => Lines(
        "[[registry]]", $"prefix = \"{registry.Name}\"", $"location = \"{registry.Name}\"", Insecure(registry.IsPlain))
        + (copiesFirst ? "" : Mirror(registry.Name, registry.IsPlain))
        + Mirror(registry.Copies, registry.IsTargetPlain);

    private static string Mirror(string location, bool isPlain) =>
        Lines("", "[[registry.mirror]]", $"location = \"{location}\"", Insecure(isPlain));

    private MirrorFile MirrorSet(string kind, string field)
    {
        var sets = registries.Select(registry => Lines(
            $"  - source: {registry.Name}",
            "    mirrors:",
            copiesFirst ? null : $"    - {registry.Name}",
            $"    - {registry.Copies}",
            "    mirrorSourcePolicy: AllowContactingSource"));
        return new MirrorFile($"{kind}.yaml", Lines(
            "apiVersion: config.openshift.io/v1", $"kind: {kind}", "metadata:", $"  name: {Name}", "spec:", $"  {field}:")
            + string.Concat(sets));
    }

    /// <summary>With <c>overridePath</c> all addresses of a registry stand for <c>/v2</c> and all.</summary>
    private MirrorFile Talos() => new("machine-config-patch.yaml", Lines("machine:", "  registries:", "    mirrors:")
        + string.Concat(registries.Select(registry => Lines(
            $"      \"{registry.Name}\":",
            "        endpoints:",
            copiesFirst ? null : $"          - {registry.Url}/v2",
            $"          - {registry.CopiesUrl}",
            "        overridePath: true"))));

    /// <summary>An address with a path of its own is taken as it is.</summary>
    private MirrorFile K3s() => new("/etc/rancher/k3s/registries.yaml", Lines("mirrors:")
        + string.Concat(registries.Select(registry => Lines(
            $"  \"{registry.Name}\":",
            "    endpoint:",
            copiesFirst ? null : $"      - \"{registry.Url}\"",
            $"      - \"{registry.CopiesUrl}\""))));

    private static string? Insecure(bool isPlain) => isPlain ? "insecure = true" : null;

    private static string Lines(params string?[] lines) =>
        string.Concat(lines.Where(line => line is not null).Select(line => $"{line}\n"));
}
