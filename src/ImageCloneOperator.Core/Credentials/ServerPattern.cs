namespace ImageCloneOperator.Core.Credentials;

/// <summary>A Docker config key, read as kubelet's keyring does: no scheme, no /v1/ or /v2/, wildcards in each label of the host.</summary>
public sealed record ServerPattern
{
    private readonly string[] _labels;
    private readonly string _port;
    private readonly string _path;

    private ServerPattern(string host, string path, bool isApi)
    {
        (var name, _port) = SplitPort(host);
        _labels = name.Split('.');
        _path = path;
        IsApi = isApi;
        Key = path.Length == 0 ? host : $"{host}/{path}";
    }

    /// <summary>The key that is left; reverse order puts longer paths of a host first.</summary>
    public string Key { get; }

    /// <summary>It is the URL of a registry's API, as <c>docker login</c> writes it, rather than the name of what it serves.</summary>
    public bool IsApi { get; }

    public static ServerPattern Parse(string server)
    {
        var bare = WithoutScheme(server.Trim());
        var slash = bare.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return new(bare, "", isApi: false);
        var path = bare[slash..];
        var isApi = path is ['/', 'v', '1' or '2'] or ['/', 'v', '1' or '2', '/', ..];
        return new(bare[..slash], (isApi ? path[3..] : path).Trim('/'), isApi);
    }

    public bool Matches(string registry, string repository) =>
        MatchesHost(registry) && (_path.Length == 0 || $"{repository}/".StartsWith($"{_path}/", StringComparison.Ordinal));

    public bool MatchesHost(string registry)
    {
        var (name, actualPort) = SplitPort(registry);
        var actual = name.Split('.');
        return _port == actualPort
            && _labels.Length == actual.Length
            && _labels.Zip(actual).All(pair => LabelPattern.Matches(pair.First, pair.Second));
    }

    private static string WithoutScheme(string server)
    {
        var end = server.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? server : server[(end + 3)..];
    }

    private static (string Name, string Port) SplitPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? (host[..colon], host[(colon + 1)..]) : (host, "");
    }
}
