namespace ImageCloneOperator.Architecture.Tests;

public sealed class DockerfileTests
{
    /// <summary>A project that is not copied before the restore makes the image's build fail, where no test would see it.</summary>
    [Fact]
    public void Every_project_that_ships_is_restored_in_the_image()
    {
        var dockerfile = File.ReadAllText(Checkout.PathOf("Dockerfile"));
        var shipped = Directory.EnumerateFiles(Checkout.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetFileNameWithoutExtension(project))
            .Where(name => name != "ImageCloneOperator.Generator");

        Assert.All(shipped, name => Assert.Contains($"COPY src/{name}/*.csproj src/{name}/\n", dockerfile, StringComparison.Ordinal));
    }
}
