using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;

namespace ImageCloneOperator.Tests.Backups.SourceProbes;

/// <summary>A Ready backup whose source is asked once a minute; it keeps what the operator would have written.</summary>
internal sealed class CheckedBackup
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ImageBackup Backup { get; } = new()
    {
        Metadata = new V1ObjectMeta { Name = "failover.nginx-1.27-12345678", Generation = 1 },
        Spec = new ImageBackupSpec { PolicyName = "failover", Source = "docker.io/library/nginx:1.27" },
        Status = new ImageBackupStatus
        {
            ObservedGeneration = 1,
            Conditions = [new Condition { Type = ConditionTypes.Ready, Status = "True", Reason = ConditionReasons.Copied }],
            Source = new SourceState { Digest = "sha256:aa" },
        },
    };

    public SourceProbeRule Rule { get; set; } = new(TimeSpan.FromMinutes(1), 3, TimeSpan.FromMinutes(10));

    /// <summary>How often something was written.</summary>
    public int Writes { get; private set; }

    public Condition? Condition => Backup.Status.Conditions!.Find(condition => condition.Type == ConditionTypes.SourceAvailable);

    public SourceState Source => Backup.Status.Source!;

    public void Fails(double minute, string failure = "connection refused") => Found(new ProbeResult(Start.AddMinutes(minute), failure));

    public void Answers(double minute) => Found(new ProbeResult(Start.AddMinutes(minute), Failure: null));

    private void Found(ProbeResult finding)
    {
        var status = Backup.WithSourceChecked(finding, Rule);
        if (Same(status, Backup.Status)) return;
        Backup.Status = status;
        Writes++;
    }

    private static bool Same(ImageBackupStatus left, ImageBackupStatus right) =>
        left.Source == right.Source && (left.Conditions ?? []).SequenceEqual(right.Conditions ?? []);
}
