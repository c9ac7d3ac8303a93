using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;

namespace ImageCloneOperator.Commands.Recopy;

/// <summary><c>recopy</c>: asks the operator for fresh copies now, by the annotation that people could write themselves.</summary>
internal static class RecopyCommand
{
    public static Command Create()
    {
        var command = new Command("recopy", "Ask the operator to copy images anew, now");
        var names = new Argument<string[]>("name")
        {
            Description = "The names of ImageBackups, as kubectl get imagebackups has them",
            Arity = ArgumentArity.OneOrMore,
        };
        command.Add(names);
        var choice = new ClusterChoice();
        choice.AddTo(command);
        command.SetAction((result, cancellationToken) =>
            RunAsync(choice, result.GetRequiredValue(names), result, TimeProvider.System, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ClusterChoice choice, string[] names, ParseResult result, TimeProvider time, CancellationToken cancellationToken)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        try
        {
            using var client = ClusterClient.Create(choice.Load(result));
            var exitCode = ExitCode.Success;
            foreach (var name in names)
            {
                try
                {
                    await client.PatchAsync<ImageBackup>(name, @namespace: null, Request(time), subresource: null, cancellationToken);
                    await output.WriteLineAsync($"ImageBackup {name}: a fresh copy is requested");
                }
                catch (KubernetesApiException refused)
                {
                    await error.WriteLineAsync(
                        refused.IsNotFound ? $"error: there is no ImageBackup {name}" : $"error: ImageBackup {name}: {refused.Message}");
                    exitCode = ExitCode.Failure;
                }
            }

            return exitCode;
        }
        catch (ClusterException unreachable)
        {
            await error.WriteLineAsync($"error: {unreachable.Message}");
            return ExitCode.Failure;
        }
    }

    private static Patch Request(TimeProvider time) => Patch.Merge(new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["annotations"] = new JsonObject
            {
                [WellKnown.RecopyRequestedAtAnnotation] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            },
        },
    });
}
