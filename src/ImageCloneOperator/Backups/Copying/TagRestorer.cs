using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>Settles what becomes of a tag that another writer has moved away from the copy.</summary>
internal sealed class TagRestorer(RegistryInspector inspector, TargetMaintenance maintenance)
{
    /// <param name="target">The tag.</param>
    /// <param name="copy">What it should point to.</param>
    /// <param name="foreign">What it points to.</param>
    /// <param name="action">Whether it is set back or left.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where the target no longer has all of the copy: then there is nothing to set back to.</returns>
    /// <exception cref="RegistryException">The target would not say, or could not be written.</exception>
    public async Task<TagConflict?> SettleAsync(
        RegistryEndpoint target, Digest copy, Digest foreign, TagAction action, CancellationToken cancellationToken)
    {
        if (!await IsWholeAsync(target, copy, cancellationToken)) return null;
        var why = action == TagAction.Leave
            ? "spec.target.onConflict of the policy is Keep"
            : await TrySetBackAsync(target, copy, cancellationToken);
        // Without a tag of its own the registry's garbage collection would take the copy.
        if (why is not null && target.Image.Tag != AnchorTag.For(copy))
            await maintenance.TagAsync(target, copy, AnchorTag.For(copy), cancellationToken);
        return new TagConflict(foreign, why);
    }

    /// <summary>Whether the target has all of the content, under whatever tag.</summary>
    public async Task<bool> IsWholeAsync(RegistryEndpoint target, Digest content, CancellationToken cancellationToken) =>
        await inspector.VerifyAsync(At(target, content), BlobSample.All, cancellationToken: cancellationToken) is { IsWhole: true };

    public static RegistryEndpoint At(RegistryEndpoint target, Digest content) =>
        target with { Image = target.Image.WithDigest(content) };

    /// <returns>Why it could not be set back; null where it was.</returns>
    private async Task<string?> TrySetBackAsync(RegistryEndpoint target, Digest copy, CancellationToken cancellationToken)
    {
        try
        {
            await maintenance.TagAsync(target, copy, target.Image.Tag ?? AnchorTag.For(copy), cancellationToken);
            return null;
        }
        catch (RegistryException refused) when (
            refused.Kind is RegistryErrorKind.TagImmutable or RegistryErrorKind.Conflict or RegistryErrorKind.Denied)
        {
            return $"the registry does not let the tag be moved ({refused.Detail})";
        }
    }
}
