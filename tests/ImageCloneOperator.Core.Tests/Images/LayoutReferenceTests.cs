using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class LayoutReferenceTests
{
    private const string Hash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("oci:/a/b", "oci:/a/b", "", "", null)]
    [InlineData("oci:/a/b:v1", "oci:/a/b", "", "v1", null)]
    [InlineData("oci:/a/b:app:v1", "oci:/a/b", "app", "v1", null)]
    [InlineData("oci:/a/b:team/app", "oci:/a/b", "team/app", "", null)]
    [InlineData("oci-archive:/a/b.tar:docker.io/library/nginx:1.27", "oci-archive:/a/b.tar", "docker.io/library/nginx", "1.27", null)]
    [InlineData("oci-archive:/a/b.tar:localhost:5000/Team/app:1_2", "oci-archive:/a/b.tar", "localhost:5000/Team/app", "1_2", null)]
    [InlineData("oci:/a/b@" + Hash, "oci:/a/b", "", "", Hash)]
    [InlineData("oci:/a/b:v1@" + Hash, "oci:/a/b", "", "v1", Hash)]
    public void Image_of_a_layout_reads_back_as_it_was_written(string text, string layout, string repository, string tag, string? digest)
    {
        var (image, error) = LayoutReference.Parse(text);

        Assert.Null(error);
        Assert.True(image!.IsInLayout);
        Assert.Equal((layout, repository, tag, digest), (image.Registry, image.Repository, image.Tag, image.Digest?.ToString()));
        Assert.Equal(text, image.ToString());
        Assert.Equal(layout, LayoutReference.Of(image)!.ToString());
    }

    [Fact]
    public void Path_is_made_full()
    {
        Assert.Equal($"oci:{Path.GetFullPath("backup")}", LayoutReference.Parse("oci:backup:v1").Image!.Registry);
    }

    [Theory]
    [InlineData("oci:")]
    [InlineData("oci::v1")]
    [InlineData("oci-archive:")]
    [InlineData("oci:/a:../b")]
    [InlineData("oci:/a:b//c")]
    [InlineData("oci:/a:b/../c:v1")]
    [InlineData("oci:/a:b?c")]
    [InlineData("oci:/a:b c")]
    public void Malformed_image_of_a_layout_is_refused_with_the_way_out(string text)
    {
        var (image, error) = LayoutReference.Parse(text);

        Assert.Null(image);
        Assert.Contains("write ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nginx:1.27")]
    [InlineData("localhost:5000/oci:v1")]
    public void Image_of_a_registry_is_in_no_layout(string text)
    {
        Assert.False(LayoutReference.IsLayout(text));
        Assert.Null(LayoutReference.Of(ImageReference.Parse(text)));
    }
}
