namespace ImageCloneOperator.Registry.Layouts;

/// <summary>
/// The address of a request: <c>/v2/REPOSITORY/manifests/KEY</c> and its like. Keys have no slash; repositories may be empty.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Repository">What stands before the colon in names.</param>
/// <param name="Key">A tag or digest.</param>
internal sealed record LayoutRoute(LayoutRouteKind Kind, string Repository, string Key)
{
    private const string Root = "/v2/";

    private static readonly (string Mark, LayoutRouteKind Kind)[] Kinds =
    [
        ("/blobs/uploads/", LayoutRouteKind.Uploads),
        ("/blobs/", LayoutRouteKind.Blob),
        ("/manifests/", LayoutRouteKind.Manifest),
        ("/referrers/", LayoutRouteKind.Referrers),
        ("/tags/", LayoutRouteKind.Tags),
    ];

    /// <summary>The name that the layout knows the image by.</summary>
    public string Name => Key.Length == 0 ? Repository : Repository.Length == 0 ? Key : $"{Repository}:{Key}";

    public static LayoutRoute Of(Uri uri)
    {
        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        foreach (var (mark, kind) in Kinds)
        {
            var at = path.LastIndexOf(mark, StringComparison.Ordinal);
            if (at >= Root.Length - 1 && path.IndexOf('/', at + mark.Length) < 0)
                return new LayoutRoute(kind, at < Root.Length ? "" : path[Root.Length..at], path[(at + mark.Length)..]);
        }

        return new LayoutRoute(LayoutRouteKind.None, "", "");
    }
}
