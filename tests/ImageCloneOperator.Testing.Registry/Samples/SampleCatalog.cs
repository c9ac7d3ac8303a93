namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>A few images as a team would run them: several platforms, shared layers, a signature and an SBOM.</summary>
public static class SampleCatalog
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly string[] Platforms = ["linux/amd64", "linux/arm64", "linux/arm/v7"];
    private static readonly SampleLayer Base = new("debian-base", 6 * Mebibyte);
    private static readonly SampleLayer Runtime = new("app-runtime", 9 * Mebibyte);

    /// <returns>The images, as repository and tag.</returns>
    public static async Task<IReadOnlyList<string>> PutAsync(ISampleTarget target, CancellationToken cancellationToken = default)
    {
        await PutAsync(target, "library/nginx", ["1.27", "latest"], [Base], cancellationToken);
        await PutAsync(target, "library/redis", ["7.4"], [Base], cancellationToken);
        await PutAsync(target, "shop/web", ["2.4.1"], [Base, Runtime], cancellationToken);
        await PutAsync(target, "shop/worker", ["2.4.1"], [Base, Runtime], cancellationToken);
        await new SampleRepository(target, "shop/tools").ImageAsync(new SampleImage(Base) { Docker = true }, "1.0", cancellationToken);
        return ["library/nginx:1.27", "library/nginx:latest", "library/redis:7.4", "shop/web:2.4.1", "shop/worker:2.4.1", "shop/tools:1.0"];
    }

    private static async Task PutAsync(
        ISampleTarget target, string name, IEnumerable<string> tags, IReadOnlyList<SampleLayer> layers, CancellationToken cancellationToken)
    {
        var repository = new SampleRepository(target, name);
        foreach (var tag in tags)
        {
            var image = await repository.MultiPlatformAsync(tag, Platforms, layers, Mebibyte, cancellationToken);
            await repository.ArtifactAsync(
                "application/spdx+json", $$"""{"spdxVersion":"SPDX-2.3","name":"{{name}}"}""", image, cancellationToken: cancellationToken);
            await repository.CosignTagAsync(image, cancellationToken: cancellationToken);
        }
    }
}
