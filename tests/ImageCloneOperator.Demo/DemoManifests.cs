namespace ImageCloneOperator.Demo;

/// <summary>The demo's own manifests, with the addresses of this run filled in.</summary>
internal sealed class DemoManifests(IReadOnlyDictionary<string, string> values)
{
    public string Read(string name)
    {
        using var resource = typeof(DemoManifests).Assembly.GetManifestResourceStream($"demo/{name}")
            ?? throw new InvalidOperationException($"There is no manifest {name} in the program.");
        using var reader = new StreamReader(resource);
        return values.Aggregate(
            reader.ReadToEnd(), (text, value) => text.Replace($"$({value.Key})", value.Value, StringComparison.Ordinal));
    }
}
