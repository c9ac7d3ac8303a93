using ImageCloneOperator.Api.Backups;
using k8s.Models;

namespace ImageCloneOperator.Api.Tests;

public sealed class ImageBackupNameTests
{
    private const string Image = "docker.io/library/nginx:1.27";
    private const string Current = "prod.nginx-1.27-1a93d768750b64b7f0cf607ef0da4b91";
    private const string Earlier = "prod.nginx-1.27-1a93d768";

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
        Assert.Matches(@"\A[0-9a-f]{32}\z", name[start.Length..]);
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
        Assert.Equal(Current, ImageBackupName.For("prod", Image));
    }

    [Theory]
    [InlineData(Earlier)]
    [InlineData(Current)]
    public void Backup_is_found_by_its_name_and_by_that_of_earlier_versions(string name) =>
        Assert.Equal(name, Find(Backup(name, "prod", Image))?.Metadata.Name);

    [Fact]
    public void Backup_of_its_name_comes_before_that_of_the_earlier_one() =>
        Assert.Equal(Current, Find(Backup(Earlier, "prod", Image), Backup(Current, "prod", Image))?.Metadata.Name);

    [Theory]
    [InlineData(Earlier, "prod", "docker.io/library/nginx/1:27")]
    [InlineData(Current, "prod", "docker.io/library/nginx/1:27")]
    [InlineData(Earlier, "test", Image)]
    [InlineData("prod.nginx-1.27", "prod", Image)]
    public void Backup_of_another_name_image_or_policy_is_not_found(string name, string policy, string image) =>
        Assert.Null(Find(Backup(name, policy, image)));

    private static ImageBackup? Find(params IEnumerable<ImageBackup> backups) =>
        ImageBackupName.Find("prod", Image, name => backups.FirstOrDefault(backup => backup.Metadata.Name == name));

    private static ImageBackup Backup(string name, string policy, string image) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new ImageBackupSpec { PolicyName = policy, Source = image },
    };
}
