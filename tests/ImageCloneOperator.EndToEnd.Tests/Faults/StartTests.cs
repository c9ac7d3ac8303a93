using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.KubeApi;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>A start that cannot succeed ends with one line that says why.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("start-");
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_named()
    {
        await _api.StopAsync();

        var line = await FailAsync(_api.AdminKubeconfig);

        Assert.Contains(_api.Url.Authority, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_does_not_let_it_in_is_named()
    {
        var line = await FailAsync(_api.AdminKubeconfig
            .Replace("client-certificate-data", "unused-certificate-data", StringComparison.Ordinal)
            .Replace("client-key-data: ", "token: not-a-token # ", StringComparison.Ordinal));

        Assert.Contains("unauthorized", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-token", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_our_kinds_is_told_how_to_get_them()
    {
        var line = await FailAsync(_api.AdminKubeconfig);

        Assert.Contains("kubectl apply -k config/crds", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_that_is_held_ends_where_the_cluster_has_lost_our_kinds()
    {
        var path = Path.Combine(_folder.FullName, "admin");
        await File.WriteAllTextAsync(path, _api.AdminKubeconfig);
        var kubectl = new Kubectl(path);
        await kubectl.ApplyAsync("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default, finalizers: [imageclone.dev/backup-protection]}
            spec:
              selector: {matchLabels: {app: web} }
              template:
                metadata: {labels: {app: web} }
                spec: {containers: [{name: c, image: nginx}]}
            """);
        await kubectl.RunAsync("delete", "deployment", "web", "--wait=false");

        await FailAsync(_api.AdminKubeconfig);

        Assert.Null(await kubectl.GetAsync("deployment", "web", "default"));
    }

    [Fact]
    public async Task A_kubeconfig_that_is_not_there_is_named()
    {
        var missing = Path.Combine(_folder.FullName, "missing");

        var result = await OperatorProcess.RunAsync(missing, "run");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(missing, Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <returns>All that it said.</returns>
    private async Task<string> FailAsync(string kubeconfig)
    {
        var path = Path.Combine(_folder.FullName, "kubeconfig");
        await File.WriteAllTextAsync(path, kubeconfig);
        var result = await OperatorProcess.RunAsync(path, "run", "--http-bind-address", "127.0.0.1:0");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        var line = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("image-clone-operator: ", line, StringComparison.Ordinal);
        return line;
    }
}
