using System.CommandLine;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Demo.Commands;

/// <summary><c>up</c>: the API with a source and a target registry, until Ctrl+C.</summary>
internal static class UpCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "The API's port on 127.0.0.1; 0 takes a free one." };
    private static readonly Option<int> SourcePort =
        new("--source-port") { Description = "The source registry's port; 0 takes a free one.", DefaultValueFactory = _ => 5001 };
    private static readonly Option<int> TargetPort =
        new("--target-port") { Description = "The target registry's port; 0 takes a free one.", DefaultValueFactory = _ => 5002 };
    private static readonly Option<FileInfo?> Kubeconfig =
        new("--kubeconfig") { Description = "Where the administrator's kubeconfig is written." };
    private static readonly Option<DirectoryInfo?> Data =
        new("--data") { Description = "Where everything is kept between runs; without it nothing is kept." };

    private static readonly Option<DirectoryInfo> Config = InstallOptions.Config();

    public static Command Create()
    {
        var command = new Command(
            "up", "A Kubernetes API with the operator's kinds, a source registry with sample images, and an empty target registry.")
        {
            Port, SourcePort, TargetPort, Kubeconfig, Data, Config,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        await using var source = await StartAsync(arguments, SourcePort, "source", cancellationToken);
        await using var target = await StartAsync(arguments, TargetPort, "target", cancellationToken);
        var images = await SampleCatalog.PutAsync(source.Samples, cancellationToken);
        using var http = new HttpClient();
        var pulls = new ImageLookup(http);
        pulls.Add(source);
        pulls.Add(target);
        await using var api = await ApiServer.StartAsync(ApiOptions(arguments, pulls), cancellationToken);
        using (var client = new ClusterClient(api.AdminKubeconfig, TimeProvider.System))
            await Installation.RunAsync(client, arguments.GetRequiredValue(Config).FullName, cancellationToken);
        var kubeconfig = arguments.GetValue(Kubeconfig)?.FullName ?? "devcluster.kubeconfig";
        await File.WriteAllTextAsync(kubeconfig, api.AdminKubeconfig, cancellationToken);

        await output.WriteLineAsync($"The target registry is ready at {target.Host}.");
        await output.WriteLineAsync($"The source registry is ready at {source.Host} with these images:");
        foreach (var image in images)
            await output.WriteLineAsync($"  {source.Host}/{image}");
        await output.WriteLineAsync(
            $"The Kubernetes API is ready at {api.Url.GetLeftPart(UriPartial.Authority)}: export KUBECONFIG={kubeconfig}");
        await Stopping.WaitAsync(cancellationToken);
    }

    private static Task<RegistryServer> StartAsync(
        ParseResult arguments, Option<int> port, string name, CancellationToken cancellationToken) =>
        RegistryServer.StartAsync(
            new RegistryOptions { Port = arguments.GetValue(port), DataFolder = FolderOf(arguments, name) }, cancellationToken);

    private static ApiServerOptions ApiOptions(ParseResult arguments, ImageLookup pulls) => new()
    {
        Port = arguments.GetValue(Port),
        DataDirectory = FolderOf(arguments, "api"),
        RunWorkloads = true,
        CanPull = pulls.CanPullAsync,
    };

    private static string? FolderOf(ParseResult arguments, string name) =>
        arguments.GetValue(Data) is { } folder ? Path.Combine(folder.FullName, name) : null;
}
