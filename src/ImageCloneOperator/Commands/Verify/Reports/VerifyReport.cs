namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>Whether a restore would work.</summary>
/// <param name="Cluster">The name that the catalogue gives the cluster, or the address of its API server.</param>
/// <param name="Time">When the catalogue was written, or the cluster was read.</param>
/// <param name="Policies">Those that were looked at.</param>
internal sealed record VerifyReport(string Cluster, DateTimeOffset Time, IReadOnlyList<VerifiedPolicy> Policies)
{
    public bool Restorable => Policies.All(policy => policy.Restorable);
}
