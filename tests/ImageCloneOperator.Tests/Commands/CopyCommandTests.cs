using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands;

public sealed class CopyCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("copy-");
    private RegistryServer _source = null!;
    private RegistryServer _target = null!;

    private string Source => $"{_source.Host}/team/app:v1";

    private string Target => $"{_target.Host}/copies/app:v1";

    public async Task InitializeAsync()
    {
        _source = await RegistryServer.StartAsync(new RegistryOptions());
        _target = await RegistryServer.StartAsync(new RegistryOptions());
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_image_is_copied_once_and_then_found_up_to_date()
    {
        var image = await PutImageAsync();
        var first = await OperatorProgram.RunAsync("copy", Source, Target);
        var second = await OperatorProgram.RunAsync("copy", Source, Target);

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.StartsWith($"copied: {Source} -> {Target} ({image.Digest}) in ", first.Output, StringComparison.Ordinal);
        Assert.Equal(image.Digest, await DigestAtTargetAsync());
        Assert.Equal((0, $"up to date: {Source} -> {Target} ({image.Digest})\n"), (second.ExitCode, second.Output));
    }

    [Fact]
    public async Task JSON_tells_what_was_done()
    {
        var image = await PutImageAsync();
        var run = await OperatorProgram.RunAsync("copy", Source, Target, "-o", "json");

        var report = JsonNode.Parse(Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!;
        Assert.Equal("copied", (string?)report["status"]);
        Assert.Equal(image.Digest, (string?)report["targetDigest"]);
        Assert.Equal(["linux/amd64", "linux/arm64"], report["platforms"]!.AsArray().Select(platform => (string?)platform));
        Assert.Equal(_target.Requests.Where(kind: RequestKind.Upload).Sum(request => request.BytesIn), (long?)report["bytesTransferred"]);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        var image = await PutImageAsync();
        var run = await OperatorProgram.RunAsync("copy", Source, Target, "--dry-run");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"would copy: {Source} -> {Target} ({image.Digest}): ", run.Output, StringComparison.Ordinal);
        Assert.All(_target.Requests.All, request => Assert.True(request.Method is "GET" or "HEAD", request.ToString()));
    }

    [Fact]
    public async Task Only_the_platforms_asked_for_are_copied()
    {
        await PutImageAsync();
        var run = await OperatorProgram.RunAsync("copy", Source, Target, "--platform", "linux/arm64", "-o", "json");

        Assert.Equal("linux/arm64", (string?)Assert.Single(JsonNode.Parse(run.Output)!["platforms"]!.AsArray()));
    }

    [Fact]
    public async Task Referrers_travel_along_when_asked_for()
    {
        var image = await PutImageAsync();
        var sbom = await new SampleRepository(_source.Samples, "team/app").ArtifactAsync("application/spdx+json", "{}", image);
        await OperatorProgram.RunAsync("copy", Source, Target, "--referrers");

        using var client = new HttpClient { BaseAddress = _target.Address };
        Assert.Contains(sbom.Digest, await client.GetStringAsync($"/v2/copies/app/referrers/{image.Digest}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_lists_many_and_one_that_fails_stops_no_other()
    {
        var image = await PutImageAsync();
        var list = Path.Combine(_folder.FullName, "images.txt");
        await File.WriteAllTextAsync(
            list, $"# two\n{_source.Host}/no/such:v1\t{_target.Host}/copies/none:v1\n\n{Source}   {Target} # good\n");
        var run = await OperatorProgram.RunAsync("copy", "--file", list, "--concurrency", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            $"error: {_source.Host}/no/such:v1 -> ",
            Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Equal(image.Digest, await DigestAtTargetAsync());
    }

    [Theory]
    [InlineData("SRC and DST", "copy")]
    [InlineData("SRC and DST", "copy", "nginx")]
    [InlineData("either", "copy", "nginx", "localhost:1/nginx", "--file", "list")]
    [InlineData("SRC 'a b'", "copy", "a b", "c")]
    [InlineData("DST 'localhost:1/Case'", "copy", "nginx", "localhost:1/Case")]
    [InlineData("--platform", "copy", "nginx", "localhost:1/nginx", "--platform", "arm64")]
    [InlineData("--concurrency", "copy", "nginx", "localhost:1/nginx", "--concurrency", "0")]
    [InlineData("/no/such.pem", "copy", "nginx", "localhost:1/nginx", "--ca-file", "/no/such.pem")]
    [InlineData("/no/such.txt", "copy", "--file", "/no/such.txt")]
    public async Task Wrong_usage_ends_with_2_and_names_what_is_wrong(string named, params string[] arguments)
    {
        var run = await OperatorProgram.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("busybox", "write SRC, white space and DST.")]
    [InlineData(
        "busybox localhost:1/nginx:latest",
        "DST 'localhost:1/nginx:latest' is in an earlier line too; give each image a target of its own.")]
    public async Task A_bad_line_of_a_file_is_named(string line, string message)
    {
        var list = Path.Combine(_folder.FullName, "images.txt");
        await File.WriteAllTextAsync(list, $"nginx localhost:1/nginx\n{line}\n");
        var run = await OperatorProgram.RunAsync("copy", "--file", list);

        Assert.Equal((2, $"error: images.txt, line 2: {message}\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("", "has no PEM certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "that is damaged")]
    public async Task A_bad_CA_file_is_refused(string content, string message)
    {
        var file = Path.Combine(_folder.FullName, "ca.pem");
        await File.WriteAllTextAsync(file, content);
        var run = await OperatorProgram.RunAsync("copy", Source, Target, "--ca-file", file);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_shows_bars_while_copying_and_the_outcome_at_the_end()
    {
        var image = await PutImageAsync();
        var run = await OperatorProgram.RunInTerminalAsync("copy", Source, Target);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\u001b[", run.Output, StringComparison.Ordinal);
        Assert.Contains(image.Digest[..20], run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_copy_stops_cleanly_and_leaves_no_tag()
    {
        await PutImageAsync();
        _source.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = new FaultEffect { StallResponseAfter = 10 },
        });
        using var program = OperatorProgram.Start(new Dictionary<string, string>(), "copy", Source, Target);
        await WaitUntilAsync(() => _source.Requests.Count(kind: RequestKind.Blob) > 0);
        await program.InterruptAsync();

        Assert.Equal(130, await program.WaitAsync());
        Assert.StartsWith("Stopped.", program.Error, StringComparison.Ordinal);
        Assert.Null(await DigestAtTargetAsync());
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
            await timer.WaitForNextTickAsync(bound.Token);
    }

    private Task<SampleManifest> PutImageAsync() => new SampleRepository(_source.Samples, "team/app")
        .MultiPlatformAsync("v1", ["linux/amd64", "linux/arm64"], [new SampleLayer("base", 100_000)], 1000);

    private async Task<string?> DigestAtTargetAsync()
    {
        using var client = new HttpClient { BaseAddress = _target.Address };
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v2/copies/app/manifests/v1");
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? response.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }
}
