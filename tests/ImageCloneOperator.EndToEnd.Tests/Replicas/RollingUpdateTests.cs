using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.EndToEnd.Tests.Support.Pods;
using ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;

namespace ImageCloneOperator.EndToEnd.Tests.Replicas;

/// <summary>All replicas are replaced, one after the other, as the Deployment in config/manager has it.</summary>
public sealed class RollingUpdateTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private const int Replicas = 2;
    private const int Images = 30;

    [Fact]
    public async Task Rolling_update_loses_no_admission_and_no_copy()
    {
        await using var service = new LocalService();
        await using var fleet = await Fleet.CreateAsync(world, Images);
        var olds = new List<(OperatorProcess Replica, int Port)>();
        for (var i = 0; i < Replicas; i++) olds.Add(await StartAsync(fleet, service));
        await using var webhooks = await WebhookInstallation.InstallAsync(world.Kubectl, service.Port);
        var scene = await world.SceneAsync();
        await using var admissions = await Admissions.StartAsync(world, scene);

        await fleet.BackUpAsync();
        await fleet.ReachAsync(1);
        foreach (var (old, port) in olds)
        {
            await StartAsync(fleet, service);
            var stopping = old.TerminateAsync();
            // An endpoint goes a moment after its pod has been told to stop.
            await admissions.OneMoreAsync();
            service.Remove(port);
            Assert.Equal(0, await stopping);
        }

        await fleet.CompleteAsync();
        await admissions.OneMoreAsync();

        Assert.Empty(await admissions.EndAsync());
        Assert.Empty(await fleet.WrongTagsAsync());
        // A replica that stops lets go of at most the four images of one source that it is copying.
        Assert.InRange(fleet.BytesTooMany, 0, Replicas * 4L * Fleet.ManyLayers * Fleet.LayerSize);
    }

    private static async Task<(OperatorProcess Replica, int Port)> StartAsync(Fleet fleet, LocalService service)
    {
        var replica = await fleet.StartReplicaAsync("--webhook-bind-address", ":0");
        var port = await replica.WebhookPortAsync();
        service.Add(port);
        return (replica, port);
    }

    /// <summary>Pods that are created all the time, of a workload whose image is backed up.</summary>
    private sealed class Admissions : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly List<string> _lost = [];
        private readonly PodScene _pods;
        private readonly Scene _scene;
        private readonly string _copy;
        private Task _creating = Task.CompletedTask;
        private volatile int _admitted;

        private Admissions(FaultWorld world, Scene scene) =>
            (_pods, _scene, _copy) = (new PodScene(world.Kubectl, scene), scene, $"{world.Target.Host}/{scene.CopyOf(scene.Name)}:1.0");

        public static async Task<Admissions> StartAsync(FaultWorld world, Scene scene)
        {
            await world.PushAsync(scene.Name, "1.0");
            await scene.ApplyPolicyAsync("rewrite: {mode: Pod}\n  catalog: {enabled: false}");
            await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));
            await scene.PolicyBecomesAsync("AllImagesBackedUp");
            var admissions = new Admissions(world, scene);
            admissions._creating = admissions.CreateAsync();
            return admissions;
        }

        public Task OneMoreAsync()
        {
            var before = _admitted;
            return Eventually.InClusterAsync(
                "one more pod is admitted", () => Task.FromResult(_creating.IsCompleted || _admitted > before));
        }

        /// <returns>What the pods run that do not run the copy.</returns>
        public async Task<IReadOnlyList<string>> EndAsync()
        {
            await _end.CancelAsync();
            await _creating;
            return _lost;
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAny(_creating);
            _end.Dispose();
        }

        private async Task CreateAsync()
        {
            var owner = await _pods.OwnerAsync("Deployment");
            while (!_end.IsCancellationRequested)
            {
                var pod = await _pods.CreateAsync(owner, _scene.Image(_scene.Name, "1.0"));
                _lost.AddRange(PodScene.Images(pod).Where(image => image != _copy));
                _admitted++;
            }
        }
    }
}
