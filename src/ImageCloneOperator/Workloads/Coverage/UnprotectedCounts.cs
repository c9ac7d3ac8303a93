using ImageCloneOperator.Core.Planning;

namespace ImageCloneOperator.Workloads.Coverage;

/// <summary>The images without a Ready copy, and how many there are for each reason.</summary>
/// <param name="images">All of them, by name.</param>
/// <param name="policies">The names of all policies.</param>
internal sealed class UnprotectedCounts(IReadOnlyList<UnprotectedImage> images, IReadOnlyList<string> policies)
{
    private readonly Dictionary<string, SortedDictionary<string, int>> _byPolicy = policies.ToDictionary(
        policy => policy,
        policy => Count(images.Select(image => image.Policies.GetValueOrDefault(policy)).OfType<string>()),
        StringComparer.Ordinal);

    public IReadOnlyList<UnprotectedImage> Images => images;

    public IReadOnlyList<string> Policies => policies;

    public IReadOnlyDictionary<string, int> ByReason { get; } = Count(images.Select(image => image.Reason));

    /// <returns>Why the policy has no Ready copy, and of how many images; null for a policy that was not there, or is not valid.</returns>
    public IReadOnlyDictionary<string, int>? Of(string policy) => _byPolicy.GetValueOrDefault(policy);

    public bool IsSame(UnprotectedCounts? other, string policy) => other?.Of(policy) is { } counts && counts.SequenceEqual(Of(policy)!);

    private static SortedDictionary<string, int> Count(IEnumerable<string> reasons) =>
        new(reasons.CountBy(reason => reason, StringComparer.Ordinal).ToDictionary(), StringComparer.Ordinal);
}
