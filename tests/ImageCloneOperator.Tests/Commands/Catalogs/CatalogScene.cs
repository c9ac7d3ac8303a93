using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Artifacts;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands.Catalogs;

/// <summary>What is left of a cluster: a registry with copies and their catalogue.</summary>
internal sealed class CatalogScene : IAsyncDisposable
{
    public const string Policy = "prod.web";
    private readonly List<CatalogImage> _images = [];

    private CatalogScene(RegistryServer registry) => Registry = registry;

    public RegistryServer Registry { get; }

    public string Catalog => $"{Registry.Host}/backups/imageclone-catalog:{Policy}";

    public static async Task<CatalogScene> StartAsync() => new(await RegistryServer.StartAsync(new RegistryOptions()));

    /// <param name="name">Below docker.io, such as library/nginx.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="platforms">Of an index; none for an image of linux/amd64 without one.</param>
    public async Task<SampleManifest> AddAsync(string name, string tag, params IReadOnlyList<string> platforms)
    {
        var repository = new SampleRepository(Registry.Samples, $"backups/docker.io/{name}");
        var image = platforms is []
            ? await repository.ImageAsync(new SampleImage(new SampleLayer($"{name}:{tag}", 5000)), tag)
            : await repository.MultiPlatformAsync(tag, platforms, [new SampleLayer("base", 5000)], 1000);
        Add($"docker.io/{name}:{tag}", image.Digest);
        return image;
    }

    /// <param name="source">The image in full.</param>
    /// <param name="digest">The copy's; null where there is none.</param>
    /// <param name="copy">The copy in full; null for the usual place.</param>
    /// <param name="users">Such as Deployment/shop/web.</param>
    public void Add(string source, string? digest, string? copy = null, params string[] users) => _images.Add(new CatalogImage
    {
        Source = source,
        Target = copy ?? $"{Registry.Host}/backups/{source}",
        Digest = digest,
        Ready = digest is not null,
        Reason = digest is null ? "SourceNotFound" : "Copied",
        Users = users.Length > 0 ? users : null,
    });

    /// <summary>Writes what there is so far, also as a restore point.</summary>
    public async Task WriteAsync(DateTimeOffset? time = null)
    {
        using var client = new RegistryClient();
        var at = time ?? DateTimeOffset.UtcNow;
        await new ArtifactStore(client).WriteAsync(
            new RegistryEndpoint(ImageReference.Parse(Catalog)),
            CatalogFormat.MediaType,
            CatalogFormat.Write(new CatalogDocument { Cluster = "prod", Policy = "web", Time = at, Images = [.. _images] }),
            [CatalogTag.Point("prod", "web", at), Policy],
            Bound.Token());
    }

    public static async Task<string?> DigestAsync(RegistryServer registry, string repository, string tag)
    {
        using var client = new RegistryClient();
        var image = ImageReference.Parse($"{registry.Host}/{repository}:{tag}");
        return (await new RegistryInspector(client).ResolveAsync(new RegistryEndpoint(image), Bound.Token()))?.Digest.ToString();
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();
}
