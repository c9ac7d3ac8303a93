using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Tests.Commands.Catalogs;

/// <summary>A catalogue with its images in a file or folder, or at another registry; and back.</summary>
public sealed class CatalogArchiveTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("archive-").FullName;
    private CatalogScene _scene = null!;
    private RegistryServer _other = null!;

    private string Archive => $"oci-archive:{_folder}/backup.tar";

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("oci-archive:", "backup.tar")]
    [InlineData("oci:", "backup")]
    public async Task All_of_a_catalogue_comes_back_without_its_registry(string scheme, string name)
    {
        var web = await _scene.AddAsync("library/nginx", "1.27", "linux/amd64", "linux/arm64");
        var pinned = await _scene.AddAsync("team/app", "v1");
        _scene.Add($"quay.io:443/team/app@{pinned.Digest}", pinned.Digest, $"{_scene.Registry.Host}/backups/docker.io/team/app:v1");
        await _scene.WriteAsync();
        var place = $"{scheme}{_folder}/{name}";

        var exported = await ExportAsync(place);
        await _scene.Registry.DisposeAsync();
        var verified = await OperatorProgram.RunAsync("verify", "--catalog", place, "--deep", "--platform", "linux/amd64");
        var restored = await OperatorProgram.RunAsync("restore", "--catalog", place, "--to", $"{_other.Host}/again");

        Assert.Equal((0, ""), (exported.ExitCode, exported.Error));
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Equal((0, ""), (restored.ExitCode, restored.Error));
        Assert.Equal(web.Digest, await CatalogScene.DigestAsync(_other, "again/docker.io/library/nginx", "1.27"));
        Assert.Equal(
            pinned.Digest,
            await CatalogScene.DigestAsync(_other, "again/quay.io_443/team/app", $"digest.{pinned.Digest.Replace(':', '-')}"));
    }

    [Fact]
    public async Task Catalogue_is_exported_again_with_what_is_new_alone()
    {
        await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync();
        await ExportAsync(Archive);
        await _scene.AddAsync("library/redis", "8");
        await _scene.WriteAsync();

        var again = await ExportAsync(Archive);

        Assert.Equal(0, again.ExitCode);
        Assert.Contains(
            "up to date: " + _scene.Registry.Host + "/backups/docker.io/library/nginx:1.27", again.Output, StringComparison.Ordinal);
        Assert.Contains("copied: " + _scene.Registry.Host + "/backups/docker.io/library/redis:8", again.Output, StringComparison.Ordinal);
        Assert.Contains(Archive + ":docker.io/library/redis:8", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await OperatorProgram.RunAsync("verify", "--catalog", Archive)).ExitCode);
    }

    [Fact]
    public async Task Catalogue_at_another_registry_names_its_copies_there()
    {
        var web = await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync();

        var exported = await ExportAsync($"{_other.Host}/second");
        await _scene.Registry.DisposeAsync();
        var mapping = await OperatorProgram.RunAsync(
            "restore", "--catalog", $"{_other.Host}/second/imageclone-catalog:prod.web", "--map", "json");

        Assert.Equal((0, ""), (exported.ExitCode, exported.Error));
        Assert.Equal(web.Digest, await CatalogScene.DigestAsync(_other, "second/docker.io/library/nginx", "1.27"));
        Assert.Contains($"\"image\": \"{_other.Host}/second/docker.io/library/nginx:1.27\"", mapping.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_without_a_copy_is_said_and_the_others_are_in_the_archive()
    {
        await _scene.AddAsync("library/nginx", "1.27");
        _scene.Add("docker.io/library/gone:1", digest: null);
        await _scene.WriteAsync();

        var exported = await ExportAsync(Archive);
        var restored = await OperatorProgram.RunAsync(
            "restore", "--catalog", $"{Archive}:prod.web", "--to", $"{_other.Host}/again", "--only", "docker.io/library/nginx");

        Assert.Equal(1, exported.ExitCode);
        Assert.Contains("docker.io/library/gone:1: the catalogue knows no complete copy", exported.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (restored.ExitCode, restored.Error));
    }

    [Fact]
    public async Task Restore_point_is_exported_as_it_was()
    {
        var monday = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync(monday);
        await _scene.AddAsync("library/redis", "8");
        await _scene.WriteAsync(monday.AddDays(2));

        var exported = await ExportAsync(Archive, "--at", "2026-11-24");
        var mapping = await OperatorProgram.RunAsync("restore", "--catalog", Archive, "--map", "json", "--to", _other.Host);

        Assert.Equal((0, ""), (exported.ExitCode, exported.Error));
        Assert.Contains("nginx", mapping.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("redis", mapping.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("With --catalog give DST alone", "copy", "--catalog", "localhost:1/imageclone-catalog:a.b", "nginx:1", "oci:somewhere")]
    [InlineData("With --catalog give DST alone", "copy", "--catalog", "localhost:1/imageclone-catalog:a.b")]
    [InlineData(
        "With --catalog give DST alone", "copy", "--catalog", "localhost:1/imageclone-catalog:a.b", "oci:x", "--platform", "linux/amd64")]
    [InlineData("there is no file /nowhere/backup.tar", "restore", "--catalog", "oci-archive:/nowhere/backup.tar")]
    [InlineData("there is no folder /nowhere/backup", "copy", "oci:/nowhere/backup:v1", "localhost:1/app:v1")]
    [InlineData("names no path", "copy", "nginx:1", "oci::v1")]
    public async Task Wrong_use_is_answered_with_the_way_out(string says, params string[] arguments)
    {
        var run = await OperatorProgram.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_with_several_catalogues_names_them()
    {
        await _scene.AddAsync("library/nginx", "1.27");
        await _scene.WriteAsync();
        await ExportAsync(Archive);
        await OperatorProgram.RunAsync("copy", _scene.Catalog, $"{Archive}:imageclone-catalog:prod.other");

        var run = await OperatorProgram.RunAsync("verify", "--catalog", Archive);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has 2 catalogues; there are prod.other, prod.web", run.Error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> ExportAsync(string place, params string[] more) =>
        OperatorProgram.RunAsync(["copy", "--catalog", _scene.Catalog, place, .. more]);
}
