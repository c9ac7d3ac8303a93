using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>The next page of a list (RFC 8288).</summary>
internal static class LinkHeader
{
    public static Uri? Next(RegistryResponse response, RegistryOperation operation)
    {
        if (response.Header("Link") is not { } link || !link.Contains("next", StringComparison.OrdinalIgnoreCase)) return null;
        var (open, close) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
        if (open < 0 || close < open || !Uri.TryCreate(response.Uri, link[(open + 1)..close], out var next)) return null;
        return RedirectPolicy.Follow(response.Uri, next, operation, allowsHttp: false);
    }
}
