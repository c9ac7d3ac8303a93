namespace ImageCloneOperator.Generator.Tests.Charts;

/// <summary>A test that needs a program, and folders beside it, which not everybody has; skipped where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(string program, params string[] folders)
    {
        (Program, Folders) = (program, folders);
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!path.Any(folder => File.Exists(Path.Combine(folder, program)))) Skip = $"{program} is not installed";
        else if (!folders.All(Directory.Exists)) Skip = $"{string.Join(" and ", folders)} are not there";
    }

    public string Program { get; }

    public string[] Folders { get; }
}
