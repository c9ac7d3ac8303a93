using ImageCloneOperator.Demo.Commands;
using ImageCloneOperator.Demo.Scenes;

namespace ImageCloneOperator.Demo;

/// <summary>
/// One demo from nothing to its summary; leaves nothing running and nothing on disk but, after a failure, the operator's log.
/// </summary>
internal sealed class DemoRun(string program, string config, bool keep, Screen screen, TimeProvider time)
{
    private const string Namespace = "image-clone-system";
    private const string Account = "image-clone-operator";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("image-clone-demo-");

    private string Admin => Path.Combine(_folder.FullName, "kubeconfig");

    private string Log => Path.Combine(_folder.FullName, "operator.log");

    /// <returns>The exit code: 0 when every outcome came, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var isGood = false;
        try
        {
            isGood = await PlayAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Line("Stopped.");
        }
        catch (Exception error)
            when (error is DemoException or HttpRequestException or OperationCanceledException or TimeoutException or IOException)
        {
            screen.Line($"The demo failed: {error.Message}");
        }

        if (isGood) _folder.Delete(recursive: true);
        else screen.Line($"The operator's log is {Log}.");
        return isGood ? 0 : 1;
    }

    private async Task<bool> PlayAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        screen.Title("A cluster, three registries, and the operator");
        await using var cluster = await DemoCluster.StartAsync(cancellationToken);
        await File.WriteAllTextAsync(Admin, cluster.Api.AdminKubeconfig, cancellationToken);
        using var client = new ClusterClient(cluster.Api.AdminKubeconfig, time);
        await Installation.RunAsync(client, config, cancellationToken);
        await using var operatorProcess = await StartOperatorAsync(cluster, cancellationToken);
        await Installation.AddWebhooksAsync(client, config, operatorProcess.Webhooks, cancellationToken);
        Introduce(cluster, operatorProcess);

        var checks = new Checks(screen, operatorProcess, time);
        var story = new Story(cluster, client, operatorProcess.Address, checks, new Viewer(screen, client, Admin), screen, time);
        await story.TellAsync(cancellationToken);
        if (!keep) await EndAsync(story, cluster, operatorProcess, checks, cancellationToken);
        if (operatorProcess.HasEnded) screen.Line("The operator has ended: it should not have.");

        screen.Title("Summary");
        checks.Summarize();
        screen.Line($"It took {time.GetElapsedTime(begun).TotalSeconds:0} seconds.");
        if (keep) await StayAsync(cluster, operatorProcess, cancellationToken);
        return checks.AllHold;
    }

    private async Task EndAsync(
        Story story, DemoCluster cluster, OperatorProcess operatorProcess, Checks checks, CancellationToken cancellationToken)
    {
        await story.EndAsync(cancellationToken);
        await operatorProcess.StopAsync();
        var commands = await OperatorCommands.CreateAsync(program, _folder, cluster.Target.Host, cluster.Backup, screen);
        await new Drill(cluster, commands, _folder, checks, screen, time).TellAsync(cancellationToken);
    }

    private async Task<OperatorProcess> StartOperatorAsync(DemoCluster cluster, CancellationToken cancellationToken)
    {
        var kubeconfig = Path.Combine(_folder.FullName, "operator.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, cluster.Api.ServiceAccountKubeconfig(Account, Namespace), cancellationToken);
        return await OperatorProcess.StartAsync(program, kubeconfig, Log, time, cancellationToken);
    }

    private void Introduce(DemoCluster cluster, OperatorProcess operatorProcess) => screen.Line($"""
        Kubernetes API      {cluster.Api.Url.GetLeftPart(UriPartial.Authority)}
        public registry     {cluster.Source.Host}
        private registry    {cluster.Private.Host}
        target registry     {cluster.Target.Host}
        operator            {operatorProcess.Address} (as ServiceAccount {Namespace}/{Account})
        """);

    private async Task StayAsync(DemoCluster cluster, OperatorProcess operatorProcess, CancellationToken cancellationToken)
    {
        screen.Title("Everything keeps running until Ctrl+C");
        screen.Line($"""
            dashboard   {operatorProcess.Address}
            log         {Log}

              export KUBECONFIG={Admin}
              kubectl get imagebackups -o wide
              kubectl get backuppolicy demo -o yaml
              kubectl create deployment tools -n shop --image={cluster.Source.Host}/shop/tools:1.0
              kubectl create deployment worker -n shop --image={cluster.Source.Host}/shop/worker:2.4.1
              kubectl set image -n shop deployment/typo typo={cluster.Source.Host}/shop/worker:2.4.1
              kubectl annotate backuppolicy demo imageclone.dev/recopy-requested-at=now
              kubectl get events -A
              kubectl delete backuppolicy demo
            """);
        await Stopping.WaitAsync(cancellationToken);
    }
}
