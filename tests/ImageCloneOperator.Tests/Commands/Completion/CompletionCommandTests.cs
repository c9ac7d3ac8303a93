using System.Runtime.Versioning;

namespace ImageCloneOperator.Tests.Commands.Completion;

/// <summary>The scripts in the real shells; those that are not installed are passed over.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompletionCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("completion-");

    public CompletionCommandTests()
    {
        var command = string.Join(' ', [ProgramUnderTest.File, .. ProgramUnderTest.Arguments()]);
        foreach (var name in new[] { "image-clone-operator", "kubectl-imageclone" })
        {
            var program = Path.Combine(_folder.FullName, name);
            File.WriteAllText(program, $"#!/bin/sh\nexec {command} \"$@\"\n");
            MakeExecutable(program);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("image-clone-operator pl", "plan")]
    [InlineData("image-clone-operator plan --unp", "--unprotected")]
    [InlineData("image-clone-operator completion f", "fish")]
    [InlineData("kubectl-imageclone st", "status")]
    public async Task Bash_completes_commands_options_and_values(string line, string expected) =>
        Assert.Equal(expected, await BashAsync(line));

    [Fact]
    public async Task Bash_offers_every_command_where_nothing_is_typed_yet()
    {
        var offered = (await BashAsync("image-clone-operator ")).Split('\n');

        string[] commands = ["run", "plan", "status", "copy", "verify", "restore", "recopy", "cleanup"];
        Assert.All(commands, command => Assert.Contains(command, offered));
    }

    [Fact]
    public async Task Fish_completes_a_command()
    {
        if (!IsInstalled("fish")) return;

        var offered = await ShellAsync("fish", "cd /; image-clone-operator completion fish | source; complete -C 'image-clone-operator pl'");

        Assert.Equal("plan", offered);
    }

    [Fact]
    public async Task Zsh_takes_the_script()
    {
        if (!IsInstalled("zsh")) return;

        var function = await ShellAsync(
            "zsh",
            "autoload -U compinit && compinit -u -D; source <(image-clone-operator completion zsh); echo $_comps[image-clone-operator]");

        Assert.Equal("_image_clone_operator", function);
    }

    [Fact]
    public async Task Kubectl_completes_its_plugin()
    {
        var script = Path.Combine(_folder.FullName, "kubectl_complete-imageclone");
        await File.WriteAllTextAsync(script, (await OperatorProgram.RunAsync("completion", "kubectl")).Output);
        MakeExecutable(script);

        var offered = await ShellAsync("bash", "kubectl_complete-imageclone pl");

        Assert.Equal("plan\n:0", offered);
    }

    private Task<string> BashAsync(string line) => ShellAsync("bash", $$"""
        source <(image-clone-operator completion bash)
        COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}} {{(line.EndsWith(' ') ? "''" : "")}})
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _image_clone_operator
        printf '%s\n' "${COMPREPLY[@]}"
        """);

    private async Task<string> ShellAsync(string shell, string script)
    {
        var path = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        var result = await Shell.RunAsync(shell, ["-c", script], input: null, ("PATH", path), ("HOME", _folder.FullName));
        return result.Require().TrimEnd('\n');
    }

    private static bool IsInstalled(string shell) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, shell)));

    private static void MakeExecutable(string file) =>
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
}
