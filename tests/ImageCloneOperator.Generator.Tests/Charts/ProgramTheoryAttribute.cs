namespace ImageCloneOperator.Generator.Tests.Charts;

/// <summary>A test that needs a program which not everybody has; skipped where it is not on the PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(string program)
    {
        Program = program;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program)))) Skip = $"{program} is not installed";
    }

    public string Program { get; }
}
