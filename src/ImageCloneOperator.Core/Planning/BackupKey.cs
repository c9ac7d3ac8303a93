using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Planning;

/// <summary>The identity of a backup: a policy and the content that a source fetches.</summary>
public sealed record BackupKey
{
    public BackupKey(string policy, ImageReference source) =>
        (Policy, Source) = (policy, source.Digest is { } digest ? source.WithDigest(digest) : source);

    public string Policy { get; }

    /// <summary>Without the tag where there is a digest too, since the tag does not matter for what is fetched.</summary>
    public ImageReference Source { get; }
}
