using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Workloads;

public sealed class RunningImageTests
{
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("nginx:1.27", $"docker.io/library/nginx@{Digest}")]
    [InlineData("nginx", $"docker-pullable://nginx@{Digest}")]
    [InlineData("registry.example.com:5000/team/app:1", $"registry.example.com:5000/team/app@{Digest}")]
    [InlineData("registry.example.com:5000/team/app:1", $"docker-pullable://registry.example.com:5000/team/app@{Digest}")]
    public void Digest_is_read_as_each_runtime_writes_it(string image, string imageId) =>
        Assert.Equal(Digest, RunningImage.Read(new ContainerImage("c", image), imageId)?.Digest.ToString());

    [Theory]
    [InlineData("nginx:1.27", null)]
    [InlineData("nginx:1.27", "")]
    [InlineData("nginx:1.27", Digest)]
    [InlineData("nginx:1.27", $"docker://{Digest}")]
    [InlineData("nginx:1.27", $"mirror.example.com/nginx@{Digest}")]
    [InlineData("nginx:1.27", "docker.io/library/nginx:1.27")]
    [InlineData("nginx:1.27", "not a reference@@")]
    [InlineData($"nginx:1.27@{Digest}", $"docker.io/library/nginx@{Digest}")]
    [InlineData("not a reference", $"docker.io/library/nginx@{Digest}")]
    public void Text_that_names_no_content_of_the_images_repository_is_nothing(string image, string? imageId) =>
        Assert.Null(RunningImage.Read(new ContainerImage("c", image), imageId));
}
