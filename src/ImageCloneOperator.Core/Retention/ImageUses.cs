using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Retention;

/// <summary>Every image that something in the cluster names or runs, with one of those that do, for messages.</summary>
public sealed class ImageUses
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageUser> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, ImageUser> _digests = [];

    /// <param name="image">The field <c>image</c> of a container, or the <c>imageID</c> that a runtime reports.</param>
    /// <param name="user">Whose field it is.</param>
    public void Add(string image, ImageUser user)
    {
        if (!_texts.Add(image)) return;
        // Runtimes that are Docker put docker-pullable:// before the image's name.
        var scheme = image.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) image = image[(scheme + 3)..];
        if (Digest.TryParse(image, out var bare)) _digests.TryAdd(bare, user);
        if (!ImageReference.TryParse(image, out var reference, out _)) return;
        if (reference.Tag is not null) _names.TryAdd(Key(reference), user);
        if (reference.Digest is { } digest) _digests.TryAdd(digest, user);
    }

    /// <summary>Who names the image by its tag or its digest; null where nobody does.</summary>
    public ImageUser? UserOf(ImageReference image) =>
        image.Tag is not null && _names.TryGetValue(Key(image), out var user) ? user
        : image.Digest is { } digest ? UserOf(digest)
        : null;

    /// <summary>Who names this content in any repository, or runs it; null where nobody does.</summary>
    public ImageUser? UserOf(Digest digest) => _digests.GetValueOrDefault(digest);

    private static string Key(ImageReference image) => $"{image.Registry.ToLowerInvariant()}/{image.Repository}:{image.Tag}";
}
