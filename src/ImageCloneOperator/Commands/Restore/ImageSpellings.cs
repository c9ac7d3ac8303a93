using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Restore;

/// <summary>The ways in which manifests write an image.</summary>
internal static class ImageSpellings
{
    /// <summary>Its repository, without tag and digest.</summary>
    public static IEnumerable<string> OfName(ImageReference image)
    {
        if (image.Registry != DockerHub.Registry) return [image.Name];
        var isOfficial = image.Repository.StartsWith(DockerHub.Official, StringComparison.Ordinal);
        var names = isOfficial ? [image.Repository[DockerHub.Official.Length..], image.Repository] : new[] { image.Repository };
        return [.. names, .. names.Select(name => $"{DockerHub.Registry}/{name}")];
    }

    /// <summary>All of it: <c>latest</c> may be left out.</summary>
    public static IEnumerable<string> Of(ImageReference image)
    {
        var suffix = image.ToString()[image.Name.Length..];
        return OfName(image).SelectMany(name => suffix == ":latest" ? new[] { name, name + suffix } : [name + suffix]);
    }
}
