using System.Diagnostics;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

/// <summary>What a client in daily use makes of the registry. Needs skopeo (build/install-tools.sh).</summary>
public sealed class SkopeoTests
{
    [Theory]
    [InlineData(RegistryAuth.None)]
    [InlineData(RegistryAuth.Basic)]
    [InlineData(RegistryAuth.Token)]
    public async Task Skopeo_copies_an_image_with_all_platforms_from_one_registry_to_another(RegistryAuth auth)
    {
        var options = new RegistryOptions { Auth = auth, Accounts = [new("user", "secret")] };
        await using var source = await RegistryServer.StartAsync(options);
        await using var target = await RegistryServer.StartAsync(options);
        var image = await new SampleRepository(source.Samples, Repository)
            .MultiPlatformAsync("v1", ["linux/amd64", "linux/arm64"], [new SampleLayer("base", 300_000)], 1000);
        await RunAsync(
            "copy", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", "--src-creds=user:secret",
            "--dest-creds=user:secret",
            $"docker://{source.Host}/{Repository}:v1", $"docker://{target.Host}/copy/app:v1");
        var copied = await RunAsync("inspect", "--raw", "--tls-verify=false", "--creds=user:secret", $"docker://{target.Host}/copy/app:v1");

        Assert.Equal(image.Digest, DigestOf(System.Text.Encoding.UTF8.GetBytes(copied)));
        Assert.Equal(2, JsonNode.Parse(copied)!["manifests"]!.AsArray().Count);
    }

    [Fact]
    public async Task Skopeo_lists_and_deletes_tags()
    {
        await using var server = await RegistryServer.StartAsync(new RegistryOptions());
        var repository = new SampleRepository(server.Samples, Repository);
        await repository.ImageAsync(new SampleImage(new SampleLayer("a", 10)) { Docker = true }, "v1");
        await repository.ImageAsync(new SampleImage(new SampleLayer("b", 10)) { Docker = true }, "v2");
        await RunAsync("delete", "--tls-verify=false", $"docker://{server.Host}/{Repository}:v1");
        var tags = await RunAsync("list-tags", "--tls-verify=false", $"docker://{server.Host}/{Repository}");

        Assert.Equal("v2", (string?)Assert.Single(JsonNode.Parse(tags)!["Tags"]!.AsArray()));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var skopeo = Process.Start(
            new ProcessStartInfo("skopeo", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = skopeo.StandardOutput.ReadToEndAsync(bound.Token);
        var error = skopeo.StandardError.ReadToEndAsync(bound.Token);
        await skopeo.WaitForExitAsync(bound.Token);
        Assert.True(skopeo.ExitCode == 0, await error);
        return await output;
    }
}
