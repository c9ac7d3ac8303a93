using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Targets;

/// <summary>
/// Writes a source's registry and repository as one repository name, so that two sources never share a name. What the grammar of names
/// cannot tell apart gets <c>__</c> and 16 hex of a hash of the source behind it; no other name ends so.
/// </summary>
internal static class TargetNaming
{
    private const string Mark = "__";

    public static string Repository(ImageReference source, TargetLayout layout, int maxLength)
    {
        var (name, isUnique) = layout == TargetLayout.Nested ? Nested(source) : Flat(source);
        return isUnique && name.Length <= maxLength && !IsMarked(name) ? name : Marked(name, source.Name, maxLength);
    }

    /// <summary>Whether a repository ends as <see cref="Repository"/> names the source, whatever stands before it.</summary>
    public static bool EndsLikeCopy(string repository, ImageReference source) =>
        repository.EndsWith(Mark + NameHash.Short(source.Name), StringComparison.Ordinal)
        || Array.Exists(
            Enum.GetValues<TargetLayout>(),
            layout => $"/{repository}".EndsWith($"/{Repository(source, layout, int.MaxValue)}", StringComparison.Ordinal));

    // The first part tells the registry, the rest is the repository as it is.
    private static (string Name, bool IsUnique) Nested(ImageReference source)
    {
        var registry = source.Registry;
        var host = IsPlain(registry) ? registry.Replace(':', '_') : Marked(Slug(registry), registry, int.MaxValue);
        return ($"{host}/{source.Repository}", true);
    }

    // '_' stands for '/', and '__' for the colon of a port; a repository with an '_' of its own could be read in two ways.
    private static (string Name, bool IsUnique) Flat(ImageReference source)
    {
        var plain = IsPlain(source.Registry);
        var host = plain ? source.Registry.Replace(":", Mark, StringComparison.Ordinal) : Slug(source.Registry);
        return ($"{host}_{source.Repository.Replace('/', '_')}", plain && !source.Repository.Contains('_', StringComparison.Ordinal));
    }

    private static string Marked(string name, string hashed, int maxLength)
    {
        var room = maxLength - Mark.Length - NameHash.ShortLength;
        var readable = name.Length > room ? name[..room] : name;
        return readable.TrimEnd('_', '-', '.', '/') + Mark + NameHash.Short(hashed);
    }

    private static bool IsMarked(string name)
    {
        var at = name.Length - NameHash.ShortLength - Mark.Length;
        return at >= 0 && name.AsSpan(at).StartsWith(Mark) && name.Skip(at + Mark.Length).All(char.IsAsciiHexDigitLower);
    }

    /// <summary>Lower-case names and IPv4 addresses read back from their name; upper case and IPv6 do not.</summary>
    private static bool IsPlain(string registry) => registry[0] != '[' && !registry.Any(char.IsAsciiLetterUpper);

    private static string Slug(string registry)
    {
        var words = registry.ToLowerInvariant().Split(['[', ']', ':'], StringSplitOptions.RemoveEmptyEntries);
        return registry[0] == '[' ? string.Join('-', ["ipv6", .. words]) : string.Join('_', words);
    }
}
