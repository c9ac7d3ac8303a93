using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands.Catalogs;

public sealed class RestoreCommandTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private CatalogScene _scene = null!;
    private RegistryServer _other = null!;

    private string To => $"{_other.Host}/again";

    public async Task InitializeAsync()
    {
        _scene = await CatalogScene.StartAsync();
        _other = await RegistryServer.StartAsync(new RegistryOptions());
    }

    public async Task DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Images_come_back_below_another_registry_by_their_digests()
    {
        var web = await _scene.AddAsync("library/nginx", "1.27", "linux/amd64", "linux/arm64");
        var team = await _scene.AddAsync("team/app", "v1");
        await _scene.WriteAsync();

        var run = await RestoreAsync("--to", To);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(web.Digest, await CatalogScene.DigestAsync(_other, "again/docker.io/library/nginx", "1.27"));
        Assert.Equal(team.Digest, await CatalogScene.DigestAsync(_other, "again/docker.io/team/app", "v1"));
        Assert.StartsWith("up to date: ", (await RestoreAsync("--to", To, "--only", "docker.io/team/*")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_go_back_to_their_original_names()
    {
        var repository = new SampleRepository(_scene.Registry.Samples, "backups/own/app");
        var image = await repository.ImageAsync(new SampleImage(new SampleLayer("own", 1000)), "v1");
        _scene.Add($"{_other.Host}/own/app:v1", image.Digest, $"{_scene.Registry.Host}/backups/own/app:v1");
        await _scene.WriteAsync();

        var run = await RestoreAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(image.Digest, await CatalogScene.DigestAsync(_other, "own/app", "v1"));
    }

    [Fact]
    public async Task Restore_point_gives_what_was_there_though_the_tag_has_moved()
    {
        var old = await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync(Monday);
        await new SampleRepository(_scene.Registry.Samples, "backups/docker.io/library/nginx")
            .ImageAsync(new SampleImage(new SampleLayer("new", 1000)), "1.27");
        await _scene.AddAsync("library/redis", "8");
        await _scene.WriteAsync(Monday.AddDays(2));

        var run = await RestoreAsync("--to", To, "--at", "2026-11-24T00:00");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(old.Digest, await CatalogScene.DigestAsync(_other, "again/docker.io/library/nginx", "1.27"));
        Assert.Null(await CatalogScene.DigestAsync(_other, "again/docker.io/library/redis", "8"));
    }

    [Fact]
    public async Task Other_content_under_the_name_stays_unless_overwritten()
    {
        var web = await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync();
        var own = await new SampleRepository(_other.Samples, "again/docker.io/library/nginx")
            .ImageAsync(new SampleImage(new SampleLayer("own", 1000)), "1.27");

        var refused = await RestoreAsync("--to", To);
        var kept = await CatalogScene.DigestAsync(_other, "again/docker.io/library/nginx", "1.27");
        var replaced = await RestoreAsync("--to", To, "--overwrite");

        Assert.Equal((1, own.Digest), (refused.ExitCode, kept));
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, replaced.ExitCode);
        Assert.Equal(web.Digest, await CatalogScene.DigestAsync(_other, "again/docker.io/library/nginx", "1.27"));
    }

    [Fact]
    public async Task Image_without_a_copy_fails_and_stops_no_other()
    {
        await _scene.AddAsync("library/nginx", "1.27");
        _scene.Add("docker.io/library/gone:1", digest: null);
        await _scene.WriteAsync();

        var run = await RestoreAsync("--to", To);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("error: docker.io/library/gone:1: the catalogue knows no complete copy of it (SourceNotFound).\n", run.Error);
        Assert.NotNull(await CatalogScene.DigestAsync(_other, "again/docker.io/library/nginx", "1.27"));
    }

    [Theory]
    [InlineData("prod.wbe", null, "there is no catalogue ", "; there are prod.web\n")]
    [InlineData("prod.web", "2026-11-22", "has no restore point of 2026-11-22 ", "; there are prod.web.20261123T120000Z\n")]
    public async Task Catalogue_that_is_not_there_is_answered_with_those_that_are(string tag, string? at, string begins, string ends)
    {
        await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync(Monday);
        string[] time = at is null ? [] : ["--at", at];

        var run = await OperatorProgram.RunAsync(
            ["restore", "--catalog", $"{_scene.Registry.Host}/backups/imageclone-catalog:{tag}", "--to", To, .. time]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(begins, run.Error, StringComparison.Ordinal);
        Assert.EndsWith(ends, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_that_is_no_catalogue_is_refused()
    {
        await _scene.AddAsync("library/nginx", "1.27");

        var run = await OperatorProgram.RunAsync("restore", "--catalog", $"{_scene.Registry.Host}/backups/docker.io/library/nginx:1.27");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no layer of the type application/vnd.imageclone.catalog.v1+json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mapping_for_kustomize_names_each_spelling_once_and_leaves_tags_alone()
    {
        await _scene.AddAsync("library/nginx", "1.26");
        await _scene.AddAsync("library/nginx", "1.27");
        _scene.Add("docker.io/library/gone:1", digest: null);
        await _scene.WriteAsync();

        var run = await RestoreAsync("--map", "kustomize");

        Assert.Equal(0, run.ExitCode);
        var copy = $"{_scene.Registry.Host}/backups/docker.io/library/nginx";
        Assert.Equal(
            $"""
            images:
            - name: nginx
              newName: {copy}
            - name: library/nginx
              newName: {copy}
            - name: docker.io/nginx
              newName: {copy}
            - name: docker.io/library/nginx
              newName: {copy}
            # docker.io/library/gone:1 has no complete copy (SourceNotFound)

            """,
            run.Output);
    }

    [Fact]
    public async Task Mapping_as_JSON_names_the_places_of_another_registry()
    {
        var web = await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync();

        var run = await RestoreAsync("--map", "json", "--to", To);

        var image = Assert.Single(JsonNode.Parse(run.Output)!.AsArray())!;
        Assert.Equal("docker.io/library/nginx:1.27", (string?)image["source"]);
        Assert.Equal($"{To}/docker.io/library/nginx:1.27", (string?)image["image"]);
        Assert.Equal(web.Digest, (string?)image["digest"]);
    }

    [Theory]
    [InlineData("--catalog", "restore")]
    [InlineData("--catalog", "restore", "--catalog", "localhost:1/Case")]
    [InlineData("--at: 'soon' is no time", "restore", "--catalog", "localhost:1/c:p", "--at", "soon")]
    [InlineData("--only: glob 'nginx' can never match", "restore", "--catalog", "localhost:1/c:p", "--only", "nginx")]
    [InlineData("--concurrency", "restore", "--catalog", "localhost:1/c:p", "--concurrency", "100")]
    public async Task Wrong_usage_ends_with_2_and_names_what_is_wrong(string named, params string[] arguments)
    {
        var run = await OperatorProgram.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_without_a_dot_or_a_port_is_refused()
    {
        await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync();

        var run = await RestoreAsync("--to", "registry/again");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: --to: registry 'registry' ", run.Error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RestoreAsync(params string[] more) =>
        OperatorProgram.RunAsync(["restore", "--catalog", _scene.Catalog, .. more]);
}
