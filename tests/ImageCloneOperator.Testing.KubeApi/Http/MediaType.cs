namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>One media range with its parameters, such as <c>application/json;as=Table;g=meta.k8s.io;v=v1</c>.</summary>
internal sealed record MediaType(string Type, IReadOnlyDictionary<string, string> Parameters)
{
    public string this[string parameter] => Parameters.GetValueOrDefault(parameter, "");

    public static MediaType Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new MediaType(parts.Length == 0 ? "" : parts[0].ToLowerInvariant(), parameters);
    }

    public static IReadOnlyList<MediaType> ParseAccept(string accept) =>
        accept.Length == 0 ? [Parse("*/*")] : [.. accept.Split(',').Select(Parse)];
}
