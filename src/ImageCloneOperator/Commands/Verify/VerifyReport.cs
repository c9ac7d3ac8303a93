namespace ImageCloneOperator.Commands.Verify;

/// <summary>Whether a restore from a catalogue would work.</summary>
/// <param name="Cluster">Whose catalogue it is.</param>
/// <param name="Policy">Whose catalogue it is.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Images">Its images.</param>
internal sealed record VerifyReport(string Cluster, string Policy, DateTimeOffset Time, IReadOnlyList<VerifiedImage> Images)
{
    public bool Restorable => Images.All(image => image.Restorable);
}
