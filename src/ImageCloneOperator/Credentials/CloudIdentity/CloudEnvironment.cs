namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>The variables by which clouds tell a pod who it is, as their SDKs read them.</summary>
/// <param name="variable">Reads one; null where it is not set.</param>
internal sealed class CloudEnvironment(Func<string, string?> variable)
{
    private const int MaxFileBytes = 64 << 10;

    /// <summary>Whether this is a pod, whose machine may be one of a cloud.</summary>
    public bool IsPod => Find("KUBERNETES_SERVICE_HOST") is not null;

    public string? Find(string name) => variable(name) is { Length: > 0 } value ? value : null;

    /// <exception cref="CloudIdentityException">It is not set.</exception>
    public string Require(string name) => Find(name) ?? throw new CloudIdentityException($"the environment variable {name} is not set");

    /// <param name="names">The variables that may name another endpoint; the first one that is set does.</param>
    /// <param name="otherwise">The cloud's own.</param>
    /// <exception cref="CloudIdentityException">What is set is no URL.</exception>
    public Uri Endpoint(ReadOnlySpan<string> names, string otherwise)
    {
        foreach (var name in names)
        {
            if (Find(name) is not { } text) continue;
            return Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw new CloudIdentityException($"the environment variable {name} is no URL");
        }

        return new Uri(otherwise);
    }

    /// <summary>Reads a token's file anew: these files rotate.</summary>
    /// <exception cref="CloudIdentityException">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string name, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes) throw new CloudIdentityException($"{name}: {path} is larger than a token");
            return (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CloudIdentityException($"{name}: {unreadable.Message}", unreadable);
        }
    }
}
