using System.Text.RegularExpressions;

namespace ImageCloneOperator.Testing.Registry.Protocol;

/// <summary>A path taken apart. The reference is the tag, the digest or the upload session; what is not there is empty.</summary>
internal sealed partial record RegistryRoute(RequestKind Kind, string Repository, string Reference)
{
    public const string TokenPath = "/token";
    public const string StoragePath = "/storage/";

    public static RegistryRoute Parse(string path) => path switch
    {
        "/v2/" or "/v2" => new(RequestKind.Ping, "", ""),
        "/v2/_catalog" => new(RequestKind.Catalog, "", ""),
        TokenPath => new(RequestKind.Token, "", ""),
        _ => ParseStorage(path) ?? ParseInRepository(path) ?? new(RequestKind.Unknown, "", ""),
    };

    /// <summary>Whether the name follows the specification's grammar.</summary>
    public static bool IsRepositoryName(string name) => name.Length <= 255 && NamePattern().IsMatch(name);

    public static bool IsTag(string reference) => TagPattern().IsMatch(reference);

    private static RegistryRoute? ParseStorage(string path) =>
        StoragePattern().Match(path) is { Success: true } match
            ? new(RequestKind.Storage, match.Groups["name"].Value, match.Groups["reference"].Value)
            : null;

    private static RegistryRoute? ParseInRepository(string path)
    {
        var match = RepositoryPattern().Match(path);
        if (!match.Success)
            return null;
        var kind = match.Groups["kind"].Value switch
        {
            "blobs/uploads" => RequestKind.Upload,
            "blobs" => RequestKind.Blob,
            "manifests" => RequestKind.Manifest,
            "tags" => RequestKind.Tags,
            _ => RequestKind.Referrers,
        };
        return new(kind, match.Groups["name"].Value, kind == RequestKind.Tags ? "" : match.Groups["reference"].Value);
    }

    [GeneratedRegex(
        @"\A/v2/(?<name>.+?)/((?<kind>blobs/uploads)(/(?<reference>[^/]*))?|(?<kind>blobs|manifests|referrers)/(?<reference>[^/]+)|(?<kind>tags)/list)\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A/storage/(?<name>.+)/(?<reference>[^/]+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StoragePattern();

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TagPattern();
}
