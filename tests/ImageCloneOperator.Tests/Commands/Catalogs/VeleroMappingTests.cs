namespace ImageCloneOperator.Tests.Commands.Catalogs;

/// <summary>
/// Resource modifiers for Velero. With UPDATE_GOLDEN=1 the file is written anew, to be compared with Velero's documentation.
/// </summary>
public sealed class VeleroMappingTests : IAsyncLifetime
{
    private static readonly string Golden =
        Checkout.PathOf("tests", "ImageCloneOperator.Tests", "Commands", "Catalogs", "Golden", "velero.yaml");

    private static readonly string SomeDigest = $"sha256:{new string('a', 64)}";

    private CatalogScene _scene = null!;

    public async Task InitializeAsync() => _scene = await CatalogScene.StartAsync();

    public Task DisposeAsync() => _scene.DisposeAsync().AsTask();

    [Fact]
    public async Task Rules_are_as_Velero_documents_them()
    {
        _scene.Add("quay.io/team/app:v1", SomeDigest, null, "Deployment/shop/web");
        _scene.Add($"quay.io/team/tool@{SomeDigest}", SomeDigest, null, "Pod/shop/debug", "Rollout/shop/canary");
        _scene.Add("quay.io/team/gone:1", digest: null);

        var (exitCode, output, error) = await MapAsync();

        var written = output.Replace(_scene.Registry.Host, "registry.example.com", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(Golden, written);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(await File.ReadAllTextAsync(Golden), written);
    }

    [Fact]
    public async Task Each_spelling_of_an_image_has_a_rule()
    {
        _scene.Add("docker.io/library/nginx:latest", SomeDigest, null, "Pod/shop/debug");

        var (_, output, _) = await MapAsync();

        Assert.Equal(
            [
                "docker.io/library/nginx", "docker.io/library/nginx:latest", "docker.io/nginx", "docker.io/nginx:latest",
                "library/nginx", "library/nginx:latest", "nginx", "nginx:latest",
            ],
            MatchedImages(output).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Pod/shop/debug", 8, "pods")]
    [InlineData("StatefulSet/shop/db", 16, "*.{apps,batch}", "pods")]
    [InlineData("CronJob/shop/nightly", 24, "cronjobs.batch", "*.{apps,batch}", "pods")]
    [InlineData(null, 24, "cronjobs.batch", "*.{apps,batch}", "pods")]
    public async Task Rules_are_for_what_the_users_of_an_image_consist_of(string? user, int rules, params string[] resources)
    {
        _scene.Add("quay.io/team/app:v1", SomeDigest, null, user is null ? [] : [user]);

        var (_, output, _) = await MapAsync();

        Assert.Equal(rules, MatchedImages(output).Count());
        Assert.All(resources, resource => Assert.Contains(resource, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_that_no_ConfigMap_holds_are_refused_with_the_way_out()
    {
        for (var number = 0; number < 300; number++) _scene.Add($"quay.io/team/app:{number}", SomeDigest);

        var (exitCode, output, error) = await MapAsync();

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            "error: the rules for 300 images do not fit into a ConfigMap, which holds 1 MiB; choose some of them with --only\n", error);
    }

    private static IEnumerable<string> MatchedImages(string rules) => rules.Split('\n')
        .Where(line => line.Contains("matches:", StringComparison.Ordinal))
        .Select(line => line.Split('"')[3]);

    private async Task<(int ExitCode, string Output, string Error)> MapAsync()
    {
        await _scene.WriteAsync();
        return await OperatorProgram.RunAsync("restore", "--catalog", _scene.Catalog, "--map", "velero");
    }
}
