using System.Net.Http.Headers;
using System.Text;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>User and password of an Authorization header (RFC 7617).</summary>
internal static class BasicCredentials
{
    public static (string User, string Password)? Parse(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !"Basic".Equals(value.Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }
}
