namespace ImageCloneOperator.Benchmarks.Copying.Tools;

/// <summary>Programs on the PATH or in a folder of peers.</summary>
internal static class Programs
{
    public static string? Find(string name, string? folder) =>
        (folder is null ? [] : new[] { folder })
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        .Select(place => Path.Combine(place, name))
        .FirstOrDefault(File.Exists);
}
