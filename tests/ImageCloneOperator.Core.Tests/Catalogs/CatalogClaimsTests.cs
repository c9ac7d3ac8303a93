using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Catalogs;

public sealed class CatalogClaimsTests
{
    private static readonly string Sha = $"sha256:{new string('a', 64)}";

    [Theory]
    [InlineData("prod.web", "prod")]
    [InlineData("prod.web.eu", "prod")]
    [InlineData("prod.web.20261129T050000Z", null)]
    [InlineData("latest", null)]
    [InlineData(".web", null)]
    [InlineData("Prod.web", null)]
    [InlineData("sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sig", null)]
    public void Tag_of_a_current_catalogue_names_its_cluster(string tag, string? cluster) =>
        Assert.Equal(cluster, CatalogTag.ClusterOf(tag));

    [Fact]
    public void Image_claims_its_tag_its_content_and_its_earlier_digests()
    {
        var claim = Assert.Single(CatalogClaims.Of(Document(Sha), "prod.web"));

        Assert.Equal(("prod.web", "r.io/b/docker.io/library/nginx:1.27"), (claim.Name, claim.Target.ToString()));
        Assert.Equal((claim.Target, Digest.Parse(Sha), 1), (claim.Copy, claim.Digest, claim.Previous.Count));
    }

    [Fact]
    public void Malformed_digest_claims_nothing_silently() =>
        Assert.Throws<FormatException>(() => CatalogClaims.Of(Document("sha256:short"), "prod.web").ToList());

    private static CatalogDocument Document(string digest) => new()
    {
        Cluster = "prod",
        Policy = "web",
        Images =
        [
            new CatalogImage
            {
                Source = "docker.io/library/nginx:1.27",
                Target = "r.io/b/docker.io/library/nginx:1.27",
                Digest = digest,
                PreviousDigests = [Sha],
            },
        ],
    };
}
