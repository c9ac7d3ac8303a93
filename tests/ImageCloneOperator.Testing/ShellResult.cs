namespace ImageCloneOperator.Testing;

public sealed record ShellResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output of a program that must have succeeded.</summary>
    public string Require() => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}: {Errors}{Output}");
}
