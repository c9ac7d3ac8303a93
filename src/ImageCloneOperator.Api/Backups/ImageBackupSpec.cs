using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Backups;

/// <summary>Which image is copied where.</summary>
public sealed record ImageBackupSpec
{
    internal const string NoScheme = "write the image without a scheme, such as registry.example.com/team/app:1.2";

    private const string Immutable = "cannot be changed: delete this ImageBackup and create another";

    /// <summary>How many pull secrets a backup names at most.</summary>
    public const int MaxPullSecrets = Grammar.ListMaxItems;

    /// <summary>The BackupPolicy whose target, credentials and settings serve for the copy.</summary>
    [Required, Pattern(Grammar.ObjectName, Grammar.ObjectNameHint), Size(Max = Grammar.PolicyNameMaxLength)]
    [Cel("self == oldSelf", Immutable)]
    public string PolicyName { get; set; } = "";

    /// <summary>The image in full, such as docker.io/library/nginx:1.27.</summary>
    [Required, Size(Min = 1, Max = Grammar.ImageMaxLength)]
    [Cel("self == oldSelf", Immutable)]
    [Cel("!self.contains('://')", NoScheme)]
    public string Source { get; set; } = "";

    /// <summary>The copy in full, such as registry.example.com/backups/docker.io/library/nginx:1.27.</summary>
    [Required, Size(Min = 1, Max = Grammar.ImageMaxLength)]
    [Cel("!self.contains('://')", NoScheme)]
    public string Target { get; set; } = "";

    /// <summary>When the image is copied again.</summary>
    [ServerDefault]
    public RecopyMode Recopy { get; set; } = RecopyMode.WhenMissing;

    /// <summary>With recopy: Always, how often the copy is compared with its source.</summary>
    [ServerDefault, DurationRange("1s", "8760h")]
    public Duration Interval { get; set; } = new(TimeSpan.FromMinutes(15));

    /// <summary>Secrets to read the image with: those of the workloads that use it.</summary>
    [ListMap("namespace", "name"), Size(Max = MaxPullSecrets)]
    public List<PullSecretReference> PullSecrets { get; set; } = [];
}
