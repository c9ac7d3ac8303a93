using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Dashboard;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImageCloneOperator.Tests.Dashboard;

public sealed class BackupQueryTests
{
    private static readonly ImageBackup Nginx = Backup("shop", "docker.io/library/nginx:1.27", 300, "True");
    private static readonly ImageBackup Redis = Backup("shop", "docker.io/library/redis:7", 100, "False", ConditionTypes.Stalled);
    private static readonly ImageBackup Proxy = Backup("edge", "quay.io/proxy/envoy:1", 200, "False", ConditionTypes.Reconciling);
    private static readonly ImageBackup Fresh = Backup("edge", "ghcr.io/team/app:2", 0, "Unknown");

    [Theory]
    [InlineData("", "redis envoy app nginx")]
    [InlineData("?policy=shop", "redis nginx")]
    [InlineData("?policy=none", "")]
    [InlineData("?state=attention", "redis")]
    [InlineData("?state=underway", "envoy app")]
    [InlineData("?state=ready", "nginx")]
    [InlineData("?state=source-gone", "")]
    [InlineData("?state=nonsense", "redis envoy app nginx")]
    [InlineData("?q=LIBRARY", "redis nginx")]
    [InlineData("?q=library+ngin", "nginx")]
    [InlineData("?q=prod/web-envoy", "envoy")]
    [InlineData("?sort=image", "nginx redis app envoy")]
    [InlineData("?sort=-image", "envoy app redis nginx")]
    [InlineData("?sort=size", "app redis envoy nginx")]
    [InlineData("?sort=-size", "nginx envoy redis app")]
    [InlineData("?sort=progress", "app envoy redis nginx")]
    [InlineData("?sort=-users", "envoy app redis nginx")]
    [InlineData("?sort=nonsense&page=x", "redis envoy app nginx")]
    [InlineData("?policy=shop&policy=edge&sort=-size", "envoy app")]
    public void Address_chooses_and_sorts_backups(string address, string expected)
    {
        var found = Read(address).Select([Nginx, Redis, Proxy, Fresh]);

        Assert.Equal(expected, string.Join(' ', found.Select(backup => backup.Spec.Source.Split('/')[^1].Split(':')[0])));
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData(
        "/?policy=shop&state=ready&q=a%26b%3D%3C%22&sort=-size&page=3", "/?policy=shop&state=ready&q=a%26b%3D%3C%22&sort=-size&page=3")]
    [InlineData("/?page=0&sort=state&state=&other=1", "/")]
    [InlineData("/?page=-7&sort=-state", "/?sort=-state")]
    public void Address_is_read_and_written_alike(string address, string expected) =>
        Assert.Equal(expected, Read(address.TrimStart('/')).Address());

    private static BackupQuery Read(string query) => BackupQuery.Of(new QueryCollection(QueryHelpers.ParseQuery(query)));

    private static ImageBackup Backup(string policy, string source, int size, string ready, string? also = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = source },
        Spec = new ImageBackupSpec { PolicyName = policy, Source = source, Target = $"registry.example.com/{source.Split('/')[^1]}" },
        Status = new ImageBackupStatus
        {
            SizeBytes = size,
            Progress = new BackupProgress
            {
                BytesTotal = size,
                BytesDone = ready == "True" ? size : also == ConditionTypes.Stalled ? 50 : 0,
            },
            UsedBy = [new WorkloadReference
            {
                Kind = "Deployment",
                Namespace = "prod",
                Name = $"web-{source.Split('/')[^1].Split(':')[0]}",
            }],
            UsedByCount = source.StartsWith("quay.io", StringComparison.Ordinal) ? 9 : 1,
            Conditions =
            [
                new Condition { Type = ConditionTypes.Ready, Status = ready, Reason = "Any" },
                .. also is null ? Array.Empty<Condition>() : [new Condition { Type = also, Status = "True", Reason = "Any" }],
            ],
        },
    };
}
