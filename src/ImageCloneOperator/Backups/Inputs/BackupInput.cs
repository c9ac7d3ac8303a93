using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Inputs;

/// <summary>A backup that can be worked on: its policy, what an attempt depends on besides, and the workloads that use it.</summary>
internal sealed record BackupInput(ImageBackup Backup, Policy Policy, AttemptInputs Attempt, IReadOnlyList<Workload> Users)
{
    /// <summary>The content that pods run under the image's name; empty where the policy does not look at that.</summary>
    public IReadOnlyList<Digest> Running { get; init; } = [];

    /// <summary>What work for it is done for: any change of its spec makes another.</summary>
    public string Version => $"{Backup.Metadata.Uid}/{Backup.Metadata.Generation}";

    /// <summary>Where the image comes from.</summary>
    public ImageReference Source { get; } = ImageReference.Parse(Backup.Spec.Source);

    /// <summary>Where the copy goes.</summary>
    public ImageReference Target { get; } = ImageReference.Parse(Backup.Spec.Target);

    /// <summary>Those of the workloads that use it.</summary>
    public IEnumerable<string> Namespaces => Users.Select(user => user.Key.Namespace);

    /// <summary>The facts that decide the backup's next step.</summary>
    /// <param name="changed">Whether <see cref="Attempt"/> differs from that of the attempt before.</param>
    public BackupFacts Facts(bool changed = false) => Facts(Backup.Status, changed);

    /// <summary>What is known of the copy's tag before source and target are asked.</summary>
    public TagFacts TagFacts()
    {
        var copy = Backup.Status.Target is { } known && known.Image == Backup.Spec.Target ? known : new TargetState();
        return new TagFacts
        {
            Copy = ParseDigest(copy.Digest),
            IsFound = copy.Found is true,
            SourceBefore = ParseDigest(Backup.Status.Source?.Digest),
            IsFiltered = Policy.Platforms.Count > 0,
            Follows = Backup.Spec.Recopy == RecopyMode.Always,
            IsRequested = Attempt.Recopy.IsNew(Backup.Status.LastHandledRecopyAt),
            OnConflict = Policy.OnConflict,
        };
    }

    /// <summary>The time of the copy's next check, as its status will say.</summary>
    public DateTimeOffset NextCheckAfter(ImageBackupStatus status, DateTimeOffset now) =>
        new VerifySchedule(Facts(status, changed: false).AsOf(now)).Next;

    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<BackupEndpoints> EndpointsAsync(RegistryEndpointResolver access, CancellationToken cancellationToken) =>
        new(await SourceAsync(access, cancellationToken), await TargetAsync(access, cancellationToken), Policy);

    /// <inheritdoc cref="EndpointsAsync"/>
    public Task<RegistryEndpoint> SourceAsync(RegistryEndpointResolver access, CancellationToken cancellationToken) =>
        access.SourceAsync(Policy, Backup, Users, Source, cancellationToken);

    /// <inheritdoc cref="EndpointsAsync"/>
    public Task<RegistryEndpoint> TargetAsync(RegistryEndpointResolver access, CancellationToken cancellationToken) =>
        access.TargetAsync(Policy, Target, cancellationToken);

    private static Digest? ParseDigest(string? text) => Digest.TryParse(text, out var digest) ? digest : null;

    private BackupFacts Facts(ImageBackupStatus status, bool changed)
    {
        var state = BackupStateReader.Of(Backup);
        return new BackupFacts
        {
            Name = Backup.Metadata.Name ?? "",
            Recopy = Backup.Spec.Recopy,
            Interval = Backup.Spec.Interval.Value,
            VerifyInterval = Policy.VerifyInterval,
            Ready = state.Ready,
            SourceUnavailable = state.SourceUnavailable,
            TagIsForeign = state.TagIsForeign,
            SpecObserved = status.ObservedGeneration == Backup.Metadata.Generation,
            CompletionTime = status.CompletionTime,
            LastCheckTime = status.LastCheckTime,
            NextCheckTime = status.NextCheckTime,
            Attempts = status.Attempts ?? 0,
            RecopyRequested = Attempt.Recopy.IsNew(status.LastHandledRecopyAt),
            InputsChanged = changed,
        };
    }
}
