using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Retention;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Testing.KubeApi.Objects;
using k8s.Models;

namespace ImageCloneOperator.Tests.Backups.Retention;

/// <summary>A policy and its backups, as the operator keeps them.</summary>
/// <param name="name">The policy's.</param>
/// <param name="repository">Where its copies are.</param>
internal sealed class ModelBackups(LiveCluster cluster, StatusPatcher patcher, string name, string repository)
{
    private int _generation;

    public Task<BackupPolicy> ApplyPolicyAsync() => cluster.ApplyAsync<BackupPolicy>($$"""
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: {{name}} }
        spec:
          target: {registry: "{{repository[..repository.IndexOf('/', StringComparison.Ordinal)]}}", repositoryPrefix: {{name}}, plainHttp: true}
          tagRules: [{tags: ["*"], recopy: WhenMissing, keepPrevious: 0}]
          retention: {deleteImages: true}
        """);

    public Task PatchPolicyAsync(string change) => cluster.Client.PatchAsync<BackupPolicy>(
        name, null, Patch.Merge((JsonObject)Yaml.Parse(change)!), null, Bound.Token());

    /// <summary>A backup, as the operator makes it, of every copy that is there and has none.</summary>
    public async Task AddAsync(IReadOnlyDictionary<string, string> copies, HashSet<string> there)
    {
        var policy = (await cluster.GetAsync<BackupPolicy>(name, null))!;
        var known = (await ListAsync()).Select(backup => backup.Spec.Target).ToHashSet(StringComparer.Ordinal);
        foreach (var (tag, digest) in copies)
        {
            var target = $"{repository}:{tag}";
            if (!there.Contains(tag) || known.Contains(target)) continue;
            var backup = new ImageBackup
            {
                Metadata = new V1ObjectMeta
                {
                    Name = $"{name}.{_generation++}",
                    Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [WellKnown.PolicyLabel] = name },
                    OwnerReferences = [new()
                    {
                        ApiVersion = ApiGroup.ApiVersion,
                        Kind = BackupPolicy.KindName,
                        Name = name,
                        Uid = policy.Metadata.Uid!,
                    }],
                },
                Spec = new ImageBackupSpec
                {
                    PolicyName = name,
                    Source = tag == RetentionModel.Anchor(digest) ? $"{RetentionModel.Source}@{digest}" : $"{RetentionModel.Source}:{tag}",
                    Target = target,
                },
            };
            backup = await cluster.Client.CreateAsync(backup, Bound.Token());
            await patcher.WriteAsync(
                backup,
                backup.Status with
                {
                    Target = new TargetState { Image = target, Digest = digest },
                    PreviousDigests = tag == "multi" ? [copies["t1"]] : null,
                },
                Bound.Token());
        }
    }

    /// <summary>Says of every backup that it has been unused for longer than its policy keeps it.</summary>
    public async Task AgeAsync(DateTimeOffset now)
    {
        foreach (var backup in await ListAsync())
            await patcher.WriteAsync(backup, backup.Status.WithUnused(new UnusedTime(now.AddDays(-40), now)), Bound.Token());
    }

    public async Task<List<ImageBackup>> ListAsync()
    {
        var options = new ListOptions { LabelSelector = $"{WellKnown.PolicyLabel}={name}" };
        return [.. (await cluster.Client.ListAsync<ImageBackup>(options, Bound.Token())).Items];
    }
}
