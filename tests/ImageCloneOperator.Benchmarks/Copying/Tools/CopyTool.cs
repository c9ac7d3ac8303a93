namespace ImageCloneOperator.Benchmarks.Copying.Tools;

/// <summary>A program that copies images, and how it is called.</summary>
/// <param name="Name">As tables show it.</param>
/// <param name="Program">Its path.</param>
/// <param name="Arguments">From source and target.</param>
internal sealed record CopyTool(string Name, string Program, Func<string, string, IReadOnlyList<string>> Arguments)
{
    public const string Ours = "image-clone-operator";
    public const string Crane = "crane";

    public bool IsOurs => Name == Ours;

    /// <summary>Ours, and those of the others that are installed.</summary>
    public static IReadOnlyList<CopyTool> Find(string ours, string? peers)
    {
        var tools = new List<CopyTool>
        {
            new(Ours, ours, (source, target) => ["copy", source, target, "--plain-http", HostOf(source), "--plain-http", HostOf(target)]),
        };
        Add(Crane, "crane", (source, target) => ["copy", source, target]);
        Add("oras", "oras", (source, target) => ["cp", "--from-plain-http", "--to-plain-http", source, target]);
        Add(
            "oras, 16 at once",
            "oras",
            (source, target) => ["cp", "--concurrency", "16", "--from-plain-http", "--to-plain-http", source, target]);
        Add("skopeo", "skopeo", (source, target) =>
            [
                "copy", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{source}",
                $"docker://{target}",
            ]);
        return tools;

        void Add(string name, string program, Func<string, string, IReadOnlyList<string>> arguments)
        {
            if (Programs.Find(program, peers) is { } path)
                tools.Add(new CopyTool(name, path, arguments));
        }
    }

    private static string HostOf(string image) => image.Split('/')[0];
}
