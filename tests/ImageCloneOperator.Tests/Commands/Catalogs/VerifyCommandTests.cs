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
            "ok      docker.io/library/nginx:1.27\nok      docker.io/library/redis:8\nweb: 2 of 2 images can be restored\n", run.Output);
        Assert.All(
            _scene.Registry.Requests.All.Skip(before), request => Assert.True(request.Method is "GET" or "HEAD", request.ToString()));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET", "--deep")]
    public async Task Blob_that_images_of_a_repository_share_is_asked_for_once(string method, params string[] more)
    {
        for (var i = 0; i < 20; i++) await _scene.AddAsync("library/nginx", $"1.{i}", "linux/amd64", "linux/arm64");
        await _scene.WriteAsync();
        _scene.Registry.Requests.Clear();

        Assert.Equal(0, (await VerifyAsync(["--concurrency", "16", .. more])).ExitCode);

        var asked = _scene.Registry.Requests.Where(method, RequestKind.Blob)
            .Where(request => !request.Repository.EndsWith("imageclone-catalog", StringComparison.Ordinal))
            .Select(request => (request.Repository, request.Reference))
            .ToList();
        Assert.Equal(asked.Distinct(), asked);
        // Of nginx one base, and for each platform a configuration and a layer; of redis a configuration and a layer.
        Assert.Equal(7, asked.Count);
    }

    [Fact]
    public async Task Missing_blob_is_found_and_named()
    {
        Break(RequestKind.Blob, FaultEffect.Answer(404, "BLOB_UNKNOWN"));

        await FailsAsync("failed  docker.io/library/redis:8: content: blob sha256:");
    }

    [Fact]
    public async Task Damaged_blob_is_found_by_a_deep_look_alone()
    {
        Break(RequestKind.Blob, new FaultEffect { FlipBitAt = 10 }, "GET");

        Assert.Equal(0, (await VerifyAsync()).ExitCode);
        await FailsAsync("failed  docker.io/library/redis:8: content: blob sha256:", "--deep");
    }

    [Fact]
    public async Task Missing_manifest_is_found_though_the_tag_is_told()
    {
        Break(RequestKind.Manifest, FaultEffect.Answer(404, "MANIFEST_UNKNOWN"), "GET");

        await FailsAsync("failed  docker.io/library/redis:8: content: its manifest sha256:");
    }

    [Fact]
    public async Task Other_content_under_the_tag_is_found()
    {
        await new SampleRepository(_scene.Registry.Samples, Redis).ImageAsync(new SampleImage(new SampleLayer("other", 1000)), "8");

        await FailsAsync($"failed  docker.io/library/redis:8: copy: {_scene.Registry.Host}/{Redis}:8 has other content, sha256:");
    }

    [Fact]
    public async Task Other_content_under_the_tag_is_no_matter_of_a_restore_point()
    {
        await new SampleRepository(_scene.Registry.Samples, Redis).ImageAsync(new SampleImage(new SampleLayer("other", 1000)), "8");

        Assert.Equal(0, (await VerifyAsync("--at", "2999-01-01")).ExitCode);
    }

    [Fact]
    public async Task Missing_platform_is_found() =>
        await FailsAsync(
            "failed  docker.io/library/redis:8: platform: it has no linux/arm64, only linux/amd64", "--platform", "linux/arm64");

    [Fact]
    public async Task Missing_login_is_found()
    {
        Break(kind: null, FaultEffect.Answer(401, "UNAUTHORIZED"));

        var output = await FailsAsync("failed  docker.io/library/redis:8: login: ");
        Assert.Contains("Give a credential", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_without_a_copy_fails()
    {
        _scene.Add("docker.io/library/zz:1", digest: null);
        await _scene.WriteAsync();

        await FailsAsync(
            "failed  docker.io/library/zz:1: copy: the catalogue knows no complete copy of it (SourceNotFound)\nweb: 2 of 3 images");
    }

    [Fact]
    public async Task JSON_and_JUnit_say_the_same()
    {
        Break(RequestKind.Blob, FaultEffect.Answer(404, "BLOB_UNKNOWN"));

        var json = JsonNode.Parse((await VerifyAsync("-o", "json")).Output)!;
        var junit = XElement.Parse((await VerifyAsync("-o", "junit")).Output);

        var policy = Assert.Single(json["policies"]!.AsArray())!;
        var suite = Assert.Single(junit.Elements());
        Assert.Equal((false, "prod", "web"), ((bool)json["restorable"]!, (string?)json["cluster"], (string?)policy["name"]));
        Assert.Equal([true, false], policy["images"]!.AsArray().Select(image => (bool)image!["restorable"]!));
        Assert.Equal("content", (string?)policy["images"]![1]!["problems"]![0]!["level"]);
        Assert.Equal(
            ("prod.web", "2", "1"),
            ((string?)suite.Attribute("name"), (string?)suite.Attribute("tests"), (string?)suite.Attribute("failures")));
        var failed = Assert.Single(suite.Elements(), test => test.HasElements);
        Assert.Equal(
            ("docker.io/library/redis:8", "content"),
            ((string?)failed.Attribute("name"), (string?)failed.Element("failure")!.Attribute("type")));
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
