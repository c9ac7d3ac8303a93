using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Api.Backups;

/// <summary>How the copy stands.</summary>
public sealed record ImageBackupStatus
{
    /// <summary>How many digests that pods run are looked at.</summary>
    public const int MaxRunningDigests = 50;

    /// <summary>The generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>
    /// Ready always, Reconciling while work goes on, Stalled when only a change by a person can help; also SourceMoved,
    /// TargetChanged, RunningDiffers and SourceAvailable.
    /// </summary>
    [ListMap("type"), Size(Max = 16)]
    public List<Condition>? Conditions { get; set; }

    /// <summary>The image as its source last had it.</summary>
    public SourceState? Source { get; set; }

    /// <summary>Who may run from the copy, where the policy rewrites.</summary>
    public SourceAccess? Access { get; set; }

    /// <summary>The copy.</summary>
    public TargetState? Target { get; set; }

    /// <summary>The platforms that the copy serves, such as linux/amd64.</summary>
    public List<string>? Platforms { get; set; }

    /// <summary>The size of the image for people, such as 131 MiB.</summary>
    public string? Size { get; set; }

    /// <summary>The size of the image with all its platforms, in bytes.</summary>
    [Range(0, long.MaxValue)]
    public long? SizeBytes { get; set; }

    /// <summary>How far the copy is.</summary>
    public BackupProgress? Progress { get; set; }

    /// <summary>Workloads that use the image: the first 20.</summary>
    [Size(Max = WantedBackup.MaxUsedBy)]
    public List<WorkloadReference>? UsedBy { get; set; }

    /// <summary>How many workloads use the image.</summary>
    [Range(0, int.MaxValue)]
    public int? UsedByCount { get; set; }

    /// <summary>
    /// Since when no workload uses the image, moved by the time that nobody looked; the policy's retention counts from then.
    /// </summary>
    public DateTimeOffset? UnusedSince { get; set; }

    /// <summary>When the image was last seen unused: retention counts the time until then.</summary>
    public DateTimeOffset? LastObservedUnused { get; set; }

    /// <summary>What the tag pointed to before, latest first: these digests stay reachable at the target.</summary>
    [Size(Max = 100)]
    public List<string>? PreviousDigests { get; set; }

    /// <summary>
    /// What pods run under the image's name, where that is not the copy's own digest; see spec.images.runningDigests of the policy.
    /// </summary>
    [ListMap("digest"), Size(Max = MaxRunningDigests)]
    public List<RunningDigest>? RunningDigests { get; set; }

    /// <summary>When the latest copy began.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>When the latest copy was complete.</summary>
    public DateTimeOffset? CompletionTime { get; set; }

    /// <summary>When copy and source, or copy and target, were last compared.</summary>
    public DateTimeOffset? LastCheckTime { get; set; }

    /// <summary>When they are compared next.</summary>
    public DateTimeOffset? NextCheckTime { get; set; }

    /// <summary>Tries in a row that failed.</summary>
    [Range(0, int.MaxValue)]
    public int? Attempts { get; set; }

    /// <summary>The value of the annotation imageclone.dev/recopy-requested-at that was last obeyed.</summary>
    public string? LastHandledRecopyAt { get; set; }
}
