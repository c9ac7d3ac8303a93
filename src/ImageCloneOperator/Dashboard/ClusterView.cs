using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Planning;

namespace ImageCloneOperator.Dashboard;

/// <summary>What there is to be shown, at one moment.</summary>
/// <param name="Policies">All of them.</param>
/// <param name="Backups">All of them.</param>
/// <param name="Unprotected">The images without a Ready copy; null until they are known.</param>
internal sealed record ClusterView(
    IReadOnlyList<BackupPolicy> Policies, IReadOnlyList<ImageBackup> Backups, IReadOnlyList<UnprotectedImage>? Unprotected);
