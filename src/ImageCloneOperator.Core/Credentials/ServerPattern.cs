namespace ImageCloneOperator.Core.Credentials;

/// <summary>A Docker config key, read as kubelet's keyring does: no scheme, no /v1/ or /v2/, wildcards in each label of the host.</summary>
public sealed record ServerPattern
{
    private readonly string[] _labels;
    private readonly string _port;
    private readonly string _path;

    private ServerPattern(string host, string path)
    {
        (var name, _port) = SplitPort(host);
        _labels = name.Split('.');
        _path = path;
        Key = path.Length == 0 ? host : $"{host}/{path}";
    }

    /// <summary>The key that is left; reverse order puts longer paths of a host first.</summary>
    public string Key { get; }

    public static ServerPattern Parse(string server)
    {
        var bare = WithoutScheme(server.Trim());
        var slash = bare.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(bare, "") : new(bare[..slash], WithoutApiVersion(bare[slash..]).Trim('/'));
    }

    public bool Matches(string registry, string repository)
    {
        var (name, actualPort) = SplitPort(registry);
        var actual = name.Split('.');
        return _port == actualPort
            && _labels.Length == actual.Length
            && _labels.Zip(actual).All(pair => LabelPattern.Matches(pair.First, pair.Second))
            && (_path.Length == 0 || $"{repository}/".StartsWith($"{_path}/", StringComparison.Ordinal));
    }

    private static string WithoutScheme(string server)
    {
        var end = server.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? server : server[(end + 3)..];
    }

    private static string WithoutApiVersion(string path) =>
        path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/v2/", StringComparison.Ordinal) ? path[3..] : path;

    private static (string Name, string Port) SplitPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? (host[..colon], host[(colon + 1)..]) : (host, "");
    }
}
