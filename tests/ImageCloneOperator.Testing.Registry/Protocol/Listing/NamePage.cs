using System.Globalization;

namespace ImageCloneOperator.Testing.Registry.Protocol.Listing;

/// <summary>
/// A page of names in order, after <c>last</c> and at most <c>n</c> of them; a Link header says where the next one begins.
/// </summary>
internal static class NamePage
{
    public static IReadOnlyList<string> Of(RegistryCall call, IEnumerable<string> names, string path)
    {
        var last = call.Query("last");
        var size = int.TryParse(call.Query("n"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue;
        size = Math.Min(size, call.Quirks.PageSize ?? int.MaxValue);
        var rest = names
            .Where(name => last.Length == 0 || StringComparer.Ordinal.Compare(name, last) > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        var page = rest[..Math.Min(size, rest.Count)];
        if (page.Count > 0 && page.Count < rest.Count)
            call.Response.Headers.Link = $"<{path}?last={Uri.EscapeDataString(page[^1])}&n={size}>; rel=\"next\"";
        return page;
    }
}
