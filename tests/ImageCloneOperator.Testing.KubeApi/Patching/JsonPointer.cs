using System.Globalization;

namespace ImageCloneOperator.Testing.KubeApi.Patching;

/// <summary>RFC 6901.</summary>
internal static class JsonPointer
{
    public static string[] Parse(string pointer)
    {
        if (pointer.Length == 0) return [];
        if (pointer[0] != '/') throw new PatchException($"json patch: the path \"{pointer}\" must start with \"/\"", unprocessable: true);
        return [.. pointer[1..].Split('/')
            .Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    /// <summary>The index that a token names in an array of this length (RFC 6901 section 4: no sign, no leading zero), or -1.</summary>
    public static int Index(string token, int limit) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < limit
            && (token.Length == 1 || token[0] != '0') ? index : -1;
}
