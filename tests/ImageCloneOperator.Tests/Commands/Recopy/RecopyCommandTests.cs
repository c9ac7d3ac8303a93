using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Tests.Commands.Recopy;

public sealed class RecopyCommandTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Each_backup_that_is_there_is_asked_for_and_the_others_are_named()
    {
        await cluster.ApplyAsync<ImageBackup>("""
            apiVersion: imageclone.dev/v1alpha1
            kind: ImageBackup
            metadata: {name: main.nginx}
            spec: {policyName: main, source: 'docker.io/library/nginx:1.27', target: 'r.io/copies/docker.io/library/nginx:1.27'}
            """);

        var run = await OperatorProgram.RunAsync(cluster, "recopy", "main.missing", "main.nginx");

        Assert.Equal(
            (1, "ImageBackup main.nginx: a fresh copy is requested\n", "error: there is no ImageBackup main.missing\n"),
            (run.ExitCode, run.Output, run.Error));
        var asked = await cluster.GetAsync<ImageBackup>("main.nginx", @namespace: null);
        Assert.True(DateTimeOffset.TryParse(asked!.Metadata.Annotations![WellKnown.RecopyRequestedAtAnnotation], out _));
    }
}
