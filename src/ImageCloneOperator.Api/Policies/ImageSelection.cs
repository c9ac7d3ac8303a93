using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Policies;

/// <summary>Which images are backed up, and what of them.</summary>
public sealed record ImageSelection
{
    /// <summary>Globs on the full repository, such as docker.io/library/* or quay.io/**; an image must match one.</summary>
    [ServerDefault, Size(Min = 1, Max = Grammar.ListMaxItems)]
    [Items(Pattern = Grammar.RepositoryGlob, Hint = Grammar.RepositoryGlobHint, MaxLength = Grammar.RepositoryGlobMaxLength)]
    public List<string> Include { get; set; } = ["**"];

    /// <summary>Globs on the full repository; an image that matches one is left out.</summary>
    [Size(Max = Grammar.ListMaxItems)]
    [Items(Pattern = Grammar.RepositoryGlob, Hint = Grammar.RepositoryGlobHint, MaxLength = Grammar.RepositoryGlobMaxLength)]
    public List<string> Exclude { get; set; } = [];

    /// <summary>Only these platforms of an image, such as linux/amd64 or linux/arm/v7. Empty: the whole image, byte for byte.</summary>
    [ListSet, Size(Max = Grammar.ListMaxItems)]
    [Items(Pattern = Grammar.Platform, Hint = Grammar.PlatformHint, MaxLength = Grammar.PlatformMaxLength)]
    public List<string> Platforms { get; set; } = [];

    /// <summary>
    /// Copy signatures, SBOMs and attestations along with the image. What is attached after the copy was made comes when the tag moves, or
    /// on recopy-requested-at.
    /// </summary>
    [ServerDefault]
    public bool Referrers { get; set; } = true;

    /// <summary>
    /// Copy what pods run, too, where their tag points to other content by now, as long as the source has it. On where workloadKinds has
    /// Pod; pods are watched for it.
    /// </summary>
    [ServerDefault]
    public bool RunningDigests { get; set; }
}
