using System.Text.Json.Nodes;
using System.Xml.Linq;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands.Catalogs;

public sealed class VerifyCommandTests : IAsyncLifetime
{
    private const string Redis = "backups/docker.io/library/redis";

    private CatalogScene _scene = null!;

    public async Task InitializeAsync()
    {
        _scene = await CatalogScene.StartAsync();
        await _scene.AddAsync("library/nginx", "1.27", "linux/amd64", "linux/arm64");
        await _scene.AddAsync("library/redis", "8");
        await _scene.WriteAsync();
    }

    public Task DisposeAsync() => _scene.DisposeAsync().AsTask();

    [Theory]
    [InlineData]
    [InlineData("--deep")]
    [InlineData("--platform", "linux/amd64")]
    public async Task Copies_that_are_whole_pass_and_nothing_is_written(params string[] more)
    {
        var before = _scene.Registry.Requests.All.Count;

        var run = await VerifyAsync(more);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            "ok      docker.io/library/nginx:1.27\nok      docker.io/library/redis:8\n2 of 2 images can be restored\n", run.Output);
        Assert.All(
            _scene.Registry.Requests.All.Skip(before), request => Assert.True(request.Method is "GET" or "HEAD", request.ToString()));
    }

    [Fact]
    public async Task Missing_blob_is_found_and_named()
    {
        Break(RequestKind.Blob, FaultEffect.Answer(404, "BLOB_UNKNOWN"));

        await FailsAsync("failed  docker.io/library/redis:8: blob sha256:");
    }

    [Fact]
    public async Task Damaged_blob_is_found_by_a_deep_look_alone()
    {
        Break(RequestKind.Blob, new FaultEffect { FlipBitAt = 10 }, "GET");

        Assert.Equal(0, (await VerifyAsync()).ExitCode);
        await FailsAsync("failed  docker.io/library/redis:8: blob sha256:", "--deep");
    }

    [Fact]
    public async Task Missing_manifest_is_found_though_the_tag_is_told()
    {
        Break(RequestKind.Manifest, FaultEffect.Answer(404, "MANIFEST_UNKNOWN"));

        await FailsAsync("failed  docker.io/library/redis:8: ");
    }

    [Fact]
    public async Task Other_content_under_the_tag_is_found()
    {
        await new SampleRepository(_scene.Registry.Samples, Redis).ImageAsync(new SampleImage(new SampleLayer("other", 1000)), "8");

        await FailsAsync($"failed  docker.io/library/redis:8: {_scene.Registry.Host}/{Redis}:8 has other content, sha256:");
    }

    [Fact]
    public async Task Other_content_under_the_tag_is_no_matter_of_a_restore_point()
    {
        await new SampleRepository(_scene.Registry.Samples, Redis).ImageAsync(new SampleImage(new SampleLayer("other", 1000)), "8");

        Assert.Equal(0, (await VerifyAsync("--at", "2999-01-01")).ExitCode);
    }

    [Fact]
    public async Task Missing_platform_is_found() =>
        await FailsAsync("failed  docker.io/library/redis:8: it has no linux/arm64, only linux/amd64", "--platform", "linux/arm64");

    [Fact]
    public async Task Missing_login_is_found()
    {
        Break(kind: null, FaultEffect.Answer(401, "UNAUTHORIZED"));

        var output = await FailsAsync("failed  docker.io/library/redis:8: ");
        Assert.Contains("Give a credential", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_without_a_copy_fails()
    {
        _scene.Add("docker.io/library/zz:1", digest: null);
        await _scene.WriteAsync();

        await FailsAsync("failed  docker.io/library/zz:1: the catalogue knows no complete copy of it (SourceNotFound)\n2 of 3 images");
    }

    [Fact]
    public async Task JSON_and_JUnit_say_the_same()
    {
        Break(RequestKind.Blob, FaultEffect.Answer(404, "BLOB_UNKNOWN"));

        var json = JsonNode.Parse((await VerifyAsync("-o", "json")).Output)!;
        var junit = XElement.Parse((await VerifyAsync("-o", "junit")).Output);

        Assert.Equal((false, "prod", "web"), ((bool)json["restorable"]!, (string?)json["cluster"], (string?)json["policy"]));
        Assert.Equal([true, false], json["images"]!.AsArray().Select(image => (bool)image!["restorable"]!));
        Assert.Equal(
            ("prod.web", "2", "1"),
            ((string?)junit.Attribute("name"), (string?)junit.Attribute("tests"), (string?)junit.Attribute("failures")));
        Assert.Equal("docker.io/library/redis:8", (string?)Assert.Single(junit.Elements(), test => test.HasElements).Attribute("name"));
    }

    private void Break(RequestKind? kind, FaultEffect effect, string? method = null) => _scene.Registry.Faults.Add(
        new Fault { Method = method, Kind = kind, Repository = Redis, Times = int.MaxValue, Effect = effect });

    private async Task<string> FailsAsync(string line, params string[] more)
    {
        var run = await VerifyAsync(more);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
        return run.Output;
    }

    private Task<(int ExitCode, string Output, string Error)> VerifyAsync(params string[] more) =>
        OperatorProgram.RunAsync(["verify", "--catalog", _scene.Catalog, .. more]);
}
