using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;

namespace ImageCloneOperator.Tests.Backups.Status;

/// <summary>Two replicas that both take a backup for theirs: one of them has just lost it, and does not know yet.</summary>
public sealed class StatusPatcherTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private readonly StatusPatcher _former = new(cluster.Client, new MutationCache());
    private readonly StatusPatcher _owner = new(cluster.Client, new MutationCache());

    [Fact]
    public async Task Write_over_another_replicas_status_is_refused()
    {
        var read = await CreateAsync();
        await _owner.WriteAsync(read, With(read, attempts: 1), CancellationToken.None);

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(
            () => _former.WriteAsync(read, With(read, attempts: 9), CancellationToken.None));

        Assert.True(refused.IsConflict);
        Assert.Equal(1, (await ReadAsync(read)).Status.Attempts);
    }

    [Fact]
    public async Task Write_after_own_writes_is_refused_once_another_replica_has_written()
    {
        var read = await CreateAsync();
        var first = await _former.WriteAsync(read, With(read, attempts: 1), CancellationToken.None);
        await _owner.WriteAsync(first, With(first, attempts: 2), CancellationToken.None);

        // From what was read at first, as a cache that lags has it, and from what was written itself.
        foreach (var known in new[] { read, first })
        {
            var refused = await Assert.ThrowsAsync<KubernetesApiException>(
                () => _former.WriteAsync(known, With(known, attempts: 9), CancellationToken.None));
            Assert.True(refused.IsConflict);
        }

        Assert.Equal(2, (await ReadAsync(read)).Status.Attempts);
    }

    [Fact]
    public async Task Write_is_not_disturbed_by_changes_of_other_fields_than_the_status()
    {
        var read = await CreateAsync();
        await AnnotateAsync(read, "first");
        var first = await _owner.WriteAsync(read, With(read, attempts: 1), CancellationToken.None);
        await AnnotateAsync(read, "second");

        await _owner.WriteAsync(first, With(first, attempts: 2), CancellationToken.None);

        var now = await ReadAsync(read);
        Assert.Equal(2, now.Status.Attempts);
        Assert.Equal("second", now.Metadata.Annotations["note"]);
    }

    [Fact]
    public async Task Write_from_a_cache_that_has_not_seen_the_own_last_write_succeeds()
    {
        var read = await CreateAsync();
        await _owner.WriteAsync(read, With(read, attempts: 1), CancellationToken.None);

        await _owner.WriteAsync(read, With(read, attempts: 2), CancellationToken.None);

        Assert.Equal(2, (await ReadAsync(read)).Status.Attempts);
    }

    [Fact]
    public async Task Write_to_a_backup_that_was_made_anew_under_its_name_changes_nothing()
    {
        var read = await CreateAsync();
        await cluster.Client.DeleteAsync<ImageBackup>(read.Metadata.Name, @namespace: null, options: null, CancellationToken.None);
        var anew = await CreateAsync(read.Metadata.Name);

        var answer = await _owner.WriteAsync(read, With(read, attempts: 9), CancellationToken.None);

        Assert.Same(read, answer);
        Assert.Null((await ReadAsync(anew)).Status.Attempts);
    }

    [Fact]
    public async Task Write_that_must_find_the_backup_as_it_was_read_gives_way_to_any_change()
    {
        var read = await CreateAsync();
        await AnnotateAsync(read, "changed");

        Assert.Null(await _owner.TryWriteAsync(read, With(read, attempts: 9), CancellationToken.None));
        Assert.Null((await ReadAsync(read)).Status.Attempts);
    }

    private static ImageBackupStatus With(ImageBackup backup, int attempts) => backup.Status with { Attempts = attempts };

    private Task<ImageBackup> CreateAsync(string? name = null) => cluster.Client.CreateAsync(
        new ImageBackup
        {
            Metadata = new V1ObjectMeta { Name = name ?? $"policy.{Guid.NewGuid():N}" },
            Spec = new ImageBackupSpec { PolicyName = "policy", Source = "docker.io/a:1", Target = "registry.example.com/a:1" },
        },
        CancellationToken.None);

    private async Task<ImageBackup> ReadAsync(ImageBackup backup) =>
        (await cluster.Client.GetAsync<ImageBackup>(backup.Metadata.Name, @namespace: null, CancellationToken.None))!;

    private Task<ImageBackup> AnnotateAsync(ImageBackup backup, string note) => cluster.Client.PatchAsync<ImageBackup>(
        backup.Metadata.Name,
        @namespace: null,
        Patch.Merge(new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["note"] = note } } }),
        subresource: null,
        CancellationToken.None);
}
