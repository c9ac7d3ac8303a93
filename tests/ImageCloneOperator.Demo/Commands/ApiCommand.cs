using System.CommandLine;
using ImageCloneOperator.Testing.KubeApi;

namespace ImageCloneOperator.Demo.Commands;

/// <summary>The command <c>api</c>: the API server alone, until Ctrl+C.</summary>
internal static class ApiCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one." };
        var kubeconfig = new Option<FileInfo?>("--kubeconfig") { Description = "Where the administrator's kubeconfig is written." };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "Where certificates and objects are kept between runs; without it nothing is kept.",
        };
        var workloads = new Option<bool>("--run-workloads") { Description = "Plays workloads through to running pods." };
        var command = new Command("api", "A Kubernetes API in memory, over HTTPS on loopback.") { port, kubeconfig, data, workloads };
        command.SetAction((result, cancellationToken) => RunAsync(
            new ApiServerOptions
            {
                Port = result.GetValue(port),
                DataDirectory = result.GetValue(data)?.FullName,
                RunWorkloads = result.GetValue(workloads),
            },
            result.GetValue(kubeconfig)?.FullName ?? "devcluster.kubeconfig", result.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task RunAsync(ApiServerOptions options, string kubeconfig, TextWriter output, CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(options, cancellationToken);
        await File.WriteAllTextAsync(kubeconfig, server.AdminKubeconfig, cancellationToken);
        await output.WriteLineAsync(
            $"The Kubernetes API is ready at {server.Url.GetLeftPart(UriPartial.Authority)}: export KUBECONFIG={kubeconfig}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.Clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Stopped.");
        }
    }
}
