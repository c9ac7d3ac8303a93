namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>The images of a policy, and whether all of them would be restored.</summary>
internal sealed record VerifiedPolicy(string Name, VerifiedImage[] Images)
{
    public bool Restorable => Array.TrueForAll(Images, image => image.Restorable);
}
