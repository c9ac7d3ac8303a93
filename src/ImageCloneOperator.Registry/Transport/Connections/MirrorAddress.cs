namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>The address of a mirror: <c>[http://|https://]host[:port][/prefix]</c>.</summary>
internal sealed record MirrorAddress(Uri Root, string Host, string Prefix)
{
    public static MirrorAddress Parse(string text, RegistryHostSettings settings)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? rest : rest[..slash];
        var prefix = slash < 0 ? "" : rest[(slash + 1)..].Trim('/');
        var plain = settings with { PlainHttp = scheme > 0 && text[..scheme].Equals("http", StringComparison.OrdinalIgnoreCase) };
        return new MirrorAddress(HostName.ApiRoot(host, plain), host, prefix.Length == 0 ? "" : $"{prefix}/");
    }
}
