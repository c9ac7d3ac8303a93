using System.Text.Json.Serialization;

namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>An image, and what keeps it from being restored.</summary>
/// <param name="Source">The image as its workloads name it, in full.</param>
/// <param name="Target">Its copy.</param>
/// <param name="Digest">What the copy is to have; null where there is no complete one.</param>
/// <param name="Problems">None when it would be restored.</param>
internal sealed record VerifiedImage(string Source, string Target, string? Digest, IReadOnlyList<VerifyProblem> Problems)
{
    public bool Restorable => Problems.Count == 0;

    /// <summary>All of them in a line.</summary>
    [JsonIgnore]
    public string Problem => string.Join("; ", Problems);
}
