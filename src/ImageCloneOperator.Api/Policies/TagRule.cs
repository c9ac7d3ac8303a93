using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Api.Policies;

/// <summary>How the tags that match are treated.</summary>
public sealed record TagRule
{
    public const int MaxKeepPrevious = 100;

    /// <summary>Globs on the tag, such as latest or *-snapshot.</summary>
    [Required, Size(Min = 1, Max = Grammar.ListMaxItems)]
    [Items(Pattern = Grammar.TagGlob, Hint = Grammar.TagGlobHint, MaxLength = Grammar.TagGlobMaxLength)]
    public List<string> Tags { get; set; } = [];

    /// <summary>Globs on the full repository that the rule is limited to.</summary>
    [ServerDefault, Size(Min = 1, Max = Grammar.ListMaxItems)]
    [Items(Pattern = Grammar.RepositoryGlob, Hint = Grammar.RepositoryGlobHint, MaxLength = Grammar.RepositoryGlobMaxLength)]
    public List<string> Images { get; set; } = ["**"];

    /// <summary>
    /// When a tag is copied again: Always, when its source has moved; WhenMissing, when it is gone from the target; Never copies it
    /// at all.
    /// </summary>
    [Required]
    public RecopyMode Recopy { get; set; } = RecopyMode.WhenMissing;

    /// <summary>How often an Always tag is compared with its source.</summary>
    [ServerDefault, DurationRange("1s", "8760h")]
    public Duration Interval { get; set; } = new(CopyRule.Default.Interval);

    /// <summary>When a tag moves, this many earlier digests stay reachable at the target.</summary>
    [ServerDefault, Range(0, MaxKeepPrevious)]
    public int KeepPrevious { get; set; } = CopyRule.Default.KeepPrevious;
}
