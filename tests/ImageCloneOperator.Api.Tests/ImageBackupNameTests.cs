using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Api.Tests;

public sealed class ImageBackupNameTests
{
    [Theory]
    [InlineData("docker.io/library/nginx:1.27.3", "prod.nginx-1.27.3-")]
    [InlineData("docker.io/grafana/grafana:latest", "prod.grafana-grafana-latest-")]
    [InlineData("quay.io/prometheus/node-exporter:v1.8", "prod.quay.io-prometheus-node-exporter-v1.8-")]
    [InlineData("localhost:5000/Team__A/app:1.0_Beta", "prod.localhost-5000-team-a-app-1.0-beta-")]
    [InlineData("[::1]:5000/app:v1", "prod.1-5000-app-v1-")]
    [InlineData("quay.io/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "prod.quay.io-a-sha256-0123456789ab-")]
    public void A_name_can_be_read(string image, string start)
    {
        var name = ImageBackupName.For("prod", image);

        Assert.StartsWith(start, name, StringComparison.Ordinal);
        Assert.Matches(@"\A[0-9a-f]{8}\z", name[start.Length..]);
    }

    [Fact]
    public void The_end_of_a_long_image_is_kept_since_it_names_the_image()
    {
        var name = ImageBackupName.For("prod", $"registry.example.com/{new string('a', 200)}/app:1.2.3");

        Assert.Contains("-app-1.2.3-", name, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_stay_what_they_are_across_releases()
    {
        Assert.Equal("prod.nginx-1.27-1a93d768", ImageBackupName.For("prod", "docker.io/library/nginx:1.27"));
    }
}
