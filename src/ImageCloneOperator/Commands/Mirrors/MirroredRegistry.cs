using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>A registry whose images can be pulled from their copies by another address.</summary>
/// <param name="Name">Its host, as images name it.</param>
/// <param name="Target">Where the copies of all registries are.</param>
/// <param name="IsPlain">It speaks HTTP without TLS.</param>
/// <param name="IsTargetPlain">The copies' registry does.</param>
internal sealed record MirroredRegistry(string Name, TargetRegistry Target, bool IsPlain, bool IsTargetPlain)
{
    /// <summary>The address of the registry itself.</summary>
    public string Url => $"{Scheme(IsPlain)}://{(Name == DockerHub.Registry ? "registry-1.docker.io" : Name)}";

    /// <summary>The address that stands for its <c>/v2</c> at the copies.</summary>
    public string CopiesUrl => $"{Scheme(IsTargetPlain)}://{Target.Registry}/v2/{Path}";

    /// <summary>The same without a protocol.</summary>
    public string Copies => $"{Target.Registry}/{Path}";

    private string Path => PathOf(Target, Name);

    /// <summary>
    /// Whether a node that asks below the copies' address for the image's own repository, tag or digest finds its copy. It does not where
    /// the name had to be hashed or the tag escaped.
    /// </summary>
    public static bool Reaches(TargetRegistry target, ImageReference source, ImageReference copy) =>
        copy.Registry == target.Registry
        && copy.Repository == $"{PathOf(target, source.Registry)}/{source.Repository}"
        && (source.Digest is not null || copy.Tag == source.Tag);

    /// <summary>As the layout Nested names registries.</summary>
    private static string PathOf(TargetRegistry target, string registry)
    {
        var host = registry.Replace(':', '_');
        return target.Prefix is null ? host : $"{target.Prefix}/{host}";
    }

    private static string Scheme(bool isPlain) => isPlain ? "http" : "https";
}
