using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Secrets;

namespace ImageCloneOperator.Backups.Inputs;

/// <summary>A backup that can be worked on: its policy, and the workloads that use it.</summary>
internal sealed record BackupInput(ImageBackup Backup, BackupPolicy Policy, Policy Compiled, IReadOnlyList<Workload> Users)
{
    /// <summary>The value of the request for a fresh copy, from the backup itself and from its policy; null where nobody asks.</summary>
    public string? RecopyRequest { get; } = Join(RequestOf(Backup), RequestOf(Policy));

    /// <summary>Where the image comes from.</summary>
    public ImageReference Source { get; } = ImageReference.Parse(Backup.Spec.Source);

    /// <summary>Where the copy goes.</summary>
    public ImageReference Target { get; } = ImageReference.Parse(Backup.Spec.Target);

    public bool IsRecopyRequested => RecopyRequest is not null && !IsHandled(RequestOf(Backup), RequestOf(Policy), Backup.Status.LastHandledRecopyAt ?? "");

    /// <summary>
    /// Not only a look at what is there. A fresh copy of what cannot be had would cost the copy that is there its Ready: such a request waits for the
    /// source.
    /// </summary>
    public bool IsCopyDue => !Backup.IsReady() || (IsRecopyRequested && !Backup.IsSourceUnavailable());

    /// <summary>When the finished copy is looked at again.</summary>
    public VerifySchedule Schedule => new(Backup, Policy.Spec.VerifyInterval.Value);

    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<BackupEndpoints> EndpointsAsync(RegistryEndpointResolver access, CancellationToken cancellationToken) =>
        new(await SourceAsync(access, cancellationToken), await TargetAsync(access, cancellationToken), Compiled);

    /// <inheritdoc cref="EndpointsAsync"/>
    public Task<RegistryEndpoint> SourceAsync(RegistryEndpointResolver access, CancellationToken cancellationToken) =>
        access.SourceAsync(Policy, Backup, Users, Source, cancellationToken);

    /// <inheritdoc cref="EndpointsAsync"/>
    public Task<RegistryEndpoint> TargetAsync(RegistryEndpointResolver access, CancellationToken cancellationToken) => access.TargetAsync(Policy, Target, cancellationToken);

    private static string? RequestOf(IKubernetesObject entity) => entity.Metadata.Annotations?.GetValueOrDefault(Api.WellKnown.RecopyRequestedAtAnnotation);

    /// <summary>Taking one of two requests back is no request.</summary>
    private static bool IsHandled(string? backup, string? policy, string handled) =>
        Join(backup, policy) == handled
        || (string.IsNullOrEmpty(policy) && handled.StartsWith($"{backup},", StringComparison.Ordinal))
        || (string.IsNullOrEmpty(backup) && handled.EndsWith($",{policy}", StringComparison.Ordinal));

    private static string? Join(string? backup, string? policy) =>
        string.IsNullOrEmpty(backup) ? policy is "" ? null : policy : string.IsNullOrEmpty(policy) ? backup : $"{backup},{policy}";
}
