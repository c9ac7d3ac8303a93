namespace ImageCloneOperator.Registry.Transport;

/// <summary>Scopes of tokens (distribution, token scope documentation).</summary>
internal static class TokenScopes
{
    public static string Pull(string repository) => $"repository:{repository}:pull";

    public static string PullPush(string repository) => $"repository:{repository}:pull,push";

    public static string Delete(string repository) => $"repository:{repository}:pull,push,delete";

    /// <summary>Puts wanted scopes first, since some registries look at the first only, then those that the challenge adds.</summary>
    public static IReadOnlyList<string> Union(IReadOnlyList<string> wanted, string challenged)
    {
        var extra = challenged.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(scope => !wanted.Any(known => Covers(known, scope)));
        return [.. wanted, .. extra];
    }

    /// <summary>The resource may have a port's colon in its name: actions follow the last colon.</summary>
    private static bool Covers(string known, string scope)
    {
        var (knownColon, scopeColon) = (known.LastIndexOf(':'), scope.LastIndexOf(':'));
        if (knownColon < 0 || scopeColon < 0 || !known.AsSpan(0, knownColon).SequenceEqual(scope.AsSpan(0, scopeColon)))
            return known == scope;
        var actions = known[(knownColon + 1)..].Split(',');
        return Array.TrueForAll(scope[(scopeColon + 1)..].Split(','), actions.Contains);
    }
}
