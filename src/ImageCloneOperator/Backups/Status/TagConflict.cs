using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Another writer has put other content under a copy's tag.</summary>
/// <param name="Foreign">That content.</param>
/// <param name="WhyItStays">Null where the tag was set back to the copy.</param>
internal sealed record TagConflict(Digest Foreign, string? WhyItStays = null)
{
    public bool IsSetBack => WhyItStays is null;

    /// <summary>For people.</summary>
    public string Describe(string target, string? copy) => IsSetBack
        ? $"Another writer had put {Foreign} under {target}: the tag was set back to the copy, {copy}"
        : $"Another writer has put {Foreign} under {target}, and it stays: {WhyItStays}. The copy stays there as {copy}; "
            + "to give it its tag back, set spec.target.onConflict of the policy to Restore and let the registry overwrite the tag";
}
