using System.Diagnostics;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Commands.Catalogs;

namespace ImageCloneOperator.Tests.Commands.Mirrors;

/// <summary>
/// Configuration of nodes by a catalogue. With UPDATE_GOLDEN=1 the files are written anew, to be compared with each tool's documentation.
/// </summary>
public sealed class MirrorConfigTests : IAsyncLifetime
{
    private static readonly string Folder = Checkout.PathOf("tests", "ImageCloneOperator.Tests", "Commands", "Mirrors", "Golden");

    private CatalogScene _scene = null!;

    public async Task InitializeAsync()
    {
        _scene = await CatalogScene.StartAsync();
        var image = await _scene.AddAsync("library/nginx", "1.27");
        _scene.Add("quay.io/team/app:v1", image.Digest);
        var gone = await new SampleRepository(_scene.Registry.Samples, "backups/127.0.0.1_9/team/app")
            .ImageAsync(new SampleImage(new SampleLayer("gone", 1000)), "v1");
        _scene.Add("127.0.0.1:9/team/app:v1", gone.Digest, $"{_scene.Registry.Host}/backups/127.0.0.1_9/team/app:v1");
    }

    public Task DisposeAsync() => _scene.DisposeAsync().AsTask();

    [Theory]
    [InlineData("containerd")]
    [InlineData("crio")]
    [InlineData("idms")]
    [InlineData("talos")]
    [InlineData("k3s")]
    public async Task Configuration_is_as_its_tool_documents_it(string tool)
    {
        await _scene.WriteAsync();
        foreach (var first in new[] { "upstream", "copies" })
        {
            var run = await RunAsync("--for", tool, "--first", first, "--plain-http", "127.0.0.1:9");

            var record = Path.Combine(Folder, $"{tool}.{first}.txt");
            var written = run.Output.Replace(_scene.Registry.Host, "registry.example.com", StringComparison.Ordinal);
            if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(record, written);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Equal(await File.ReadAllTextAsync(record), written);
        }
    }

    [Fact]
    public async Task Upstream_comes_first_unless_said_otherwise()
    {
        await _scene.WriteAsync();

        Assert.Equal(
            (await RunAsync("--for", "k3s", "--first", "upstream")).Output,
            (await RunAsync("--for", "k3s")).Output);
    }

    [Fact]
    public async Task Images_that_nodes_do_not_reach_are_listed()
    {
        _scene.Add("docker.io/library/gone:1", digest: null);
        _scene.Add(
            "quay.io/team/odd:v1",
            $"sha256:{new string('a', 64)}",
            $"{_scene.Registry.Host}/backups/quay.io/team/odd__0123456789abcdef:v1");
        await _scene.WriteAsync();

        var run = await RunAsync("--for", "containerd");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not reached: docker.io/library/gone:1: it has no complete copy (SourceNotFound)", run.Error, StringComparison.Ordinal);
        Assert.Contains("not reached: quay.io/team/odd:v1: its copy has another name", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nginx", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("containerd", "containerd gives mirrors no pull secret")]
    [InlineData("k3s", "configs.\"HOST\".auth of registries.yaml")]
    public async Task Target_that_wants_a_login_is_said_with_the_way_out(string tool, string says)
    {
        await using var closed = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [new RegistryAccount("ops", "secret")] });
        var folder = Directory.CreateTempSubdirectory("docker-");
        try
        {
            await _scene.WriteAsync();
            var login = Convert.ToBase64String("ops:secret"u8);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "config.json"), $$$"""{"auths": {"{{{closed.Host}}}": {"auth": "{{{login}}}"} } }""");
            var environment = new Dictionary<string, string> { ["DOCKER_CONFIG"] = folder.FullName };
            await OperatorProgram.RunAsync(environment, "copy", "--catalog", _scene.Catalog, $"{closed.Host}/backups");

            var run = await OperatorProgram.RunAsync(
                environment, "mirror-config", "--for", tool, "--catalog", $"{closed.Host}/backups/imageclone-catalog:prod.web");

            Assert.Equal(0, run.ExitCode);
            Assert.Contains(says, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("secret\"", run.Output + run.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Nodes_with_the_parser_of_CRIO_pull_a_copy_while_the_registry_is_gone()
    {
        await _scene.WriteAsync();
        var run = await RunAsync("--for", "crio", "--plain-http", _scene.Registry.Host, "--plain-http", "127.0.0.1:9");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, run.Output);

            // skopeo reads registries.conf with the very library that CRI-O does.
            using var skopeo = Process.Start(new ProcessStartInfo(
                "skopeo", ["--registries-conf", file, "inspect", "--raw", "docker://127.0.0.1:9/team/app:v1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = await skopeo.StandardOutput.ReadToEndAsync();
            var error = await skopeo.StandardError.ReadToEndAsync();
            await skopeo.WaitForExitAsync();

            Assert.True(skopeo.ExitCode == 0, error);
            Assert.Contains("schemaVersion", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [ContainerdFact]
    public async Task Node_with_containerd_pulls_a_copy_while_the_registry_is_gone()
    {
        await _scene.WriteAsync();
        var hosts = Directory.CreateTempSubdirectory("hosts-");
        try
        {
            foreach (var first in new[] { "upstream", "copies" })
            {
                var run = await RunAsync(
                    "--for", "containerd", "--first", first, "--plain-http", _scene.Registry.Host, "--plain-http", "127.0.0.1:9");
                await PlaceAsync(run.Output, hosts.FullName);
                await using var containerd = await Containerd.StartAsync();

                var fetched = await containerd.RunAsync(
                    "content", "fetch", "--platform", "linux/amd64", "--hosts-dir", hosts.FullName, "127.0.0.1:9/team/app:v1");

                Assert.True(fetched.ExitCode == 0, fetched.Errors);
            }
        }
        finally
        {
            hosts.Delete(recursive: true);
        }
    }

    /// <summary>As somebody does who puts each file where its first line says.</summary>
    private static async Task PlaceAsync(string output, string hosts)
    {
        const string Begin = "# /etc/containerd/certs.d/";
        foreach (var file in output.Split(Begin, StringSplitOptions.RemoveEmptyEntries))
        {
            var end = file.IndexOf('\n', StringComparison.Ordinal);
            var place = Path.Combine(hosts, file[..end]);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await File.WriteAllTextAsync(place, file[end..]);
        }
    }

    [Theory]
    [InlineData("mirror-config", "--for", "docker", "--catalog", "localhost:1/imageclone-catalog:a.b")]
    [InlineData("mirror-config", "--for", "k3s")]
    [InlineData("mirror-config", "--for", "k3s", "--catalog", "localhost:1/imageclone-catalog:a.b", "--policy", "web")]
    public async Task Wrong_use_is_refused(params string[] arguments)
    {
        Assert.Equal(2, (await OperatorProgram.RunAsync(arguments)).ExitCode);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        OperatorProgram.RunAsync(["mirror-config", "--catalog", _scene.Catalog, .. arguments]);
}
