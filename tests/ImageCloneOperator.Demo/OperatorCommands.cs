using System.Diagnostics;
using System.Text;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Demo;

/// <summary>The operator's program as a person runs it, logged in to the target registry.</summary>
internal sealed class OperatorCommands(string program, DirectoryInfo dockerConfig, Screen screen)
{
    public static async Task<OperatorCommands> CreateAsync(
        string program, DirectoryInfo folder, string registry, RegistryAccount account, Screen screen)
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}"));
        var dockerConfig = folder.CreateSubdirectory("docker");
        await File.WriteAllTextAsync(
            Path.Combine(dockerConfig.FullName, "config.json"), $$$"""{"auths": {"{{{registry}}}": {"auth": "{{{login}}}"} } }""");
        return new OperatorCommands(program, dockerConfig, screen);
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        screen.Command($"image-clone-operator {string.Join(' ', arguments)}");
        string[] assembly = program.EndsWith(".dll", StringComparison.Ordinal) ? [program] : [];
        var start = new ProcessStartInfo(assembly is [] ? program : "dotnet", [.. assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOCKER_CONFIG"] = dockerConfig.FullName;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
