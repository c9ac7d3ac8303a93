using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageCloneOperator.Kubernetes.Tests.Hosting;

public sealed class OperatorServiceTests : IAsyncLifetime
{
    private readonly EchoReconciler _led = new();
    private readonly OperatorOptions _options = new();
    private IHost _host = null!;
    private ManualElection _election = null!;

    private CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new ClusterConfiguration { Server = new Uri("http://127.0.0.1:1") });
        builder.Services.AddKubernetesClient();
        builder.Services.AddSingleton<ILeaderElection, ManualElection>();
        builder.Services.AddSingleton(_led);
        builder.Services.AddKubernetesOperator()
            .AddReconciler<EchoReconciler, string>("led", options => options.From(_ => _led.Trigger))
            .AddReconciler<EverywhereReconciler, string>("everywhere", options =>
            {
                options.RunsOn = Replicas.All;
                options.From(services => services.GetRequiredService<EverywhereReconciler>().Echo.Trigger);
            });
        builder.Services.AddSingleton(Options.Create(_options));
        _host = builder.Build();
        _election = (ManualElection)_host.Services.GetRequiredService<ILeaderElection>();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Only_the_leader_runs_what_requires_leadership()
    {
        var everywhere = _host.Services.GetRequiredService<EverywhereReconciler>().Echo;
        _led.Trigger.Trigger("a");
        await Reconciled("a", everywhere);

        Assert.Empty(_led.Reconciled);
        _election.Elect();
        await Reconciled("b", _led);
    }

    [Fact]
    public async Task Lost_leadership_cancels_what_runs_and_a_new_term_begins_anew()
    {
        _led.Work = (key, token) => key is "long" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        _election.Elect();
        await Reconciled("long", _led);
        await _election.DeposeAsync();

        await Eventually.True(() => !_election.IsLeader);
        Assert.Equal(["long"], _led.Cancelled);
        _led.Trigger.Trigger("while deposed");
        _election.Elect();
        await Reconciled("again", _led);
        Assert.DoesNotContain("while deposed", _led.Reconciled);
    }

    [Fact]
    public async Task A_reconcile_that_survives_lost_leadership_ends_the_program()
    {
        var end = new TaskCompletionSource();
        _options.AbortTimeout = TimeSpan.FromMilliseconds(20);
        _led.Work = (_, _) => end.Task;
        _election.Elect();
        await Reconciled("stubborn", _led);
        await _election.DeposeAsync();

        await Eventually.True(() => Stopping.IsCancellationRequested);
        end.SetResult();
    }

    [Fact]
    public async Task A_stop_lets_what_runs_end_in_peace()
    {
        var end = new TaskCompletionSource();
        _led.Work = (_, token) => end.Task.WaitAsync(token);
        _election.Elect();
        await Reconciled("running", _led);
        var stopping = _host.StopAsync();
        await Eventually.True(() => Stopping.IsCancellationRequested);
        _led.Trigger.Trigger("too late");

        Assert.False(stopping.IsCompleted);
        end.SetResult();
        await stopping.WaitAsync(Bound.Time);
        Assert.Empty(_led.Cancelled);
        Assert.DoesNotContain("too late", _led.Reconciled);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever()
    {
        _options.DrainTimeout = TimeSpan.FromMilliseconds(20);
        _led.Work = (_, token) => Task.Delay(Timeout.Infinite, token);
        _election.Elect();
        await Reconciled("endless", _led);

        await _host.StopAsync().WaitAsync(Bound.Time);
        Assert.Equal(["endless"], _led.Cancelled);
    }

    [Fact]
    public async Task A_replica_that_does_not_lead_stops_at_once() => await _host.StopAsync().WaitAsync(Bound.Time);

    // A term begins in the background: a trigger before its workers listen is lost, as it should be.
    private static Task Reconciled(string key, EchoReconciler reconciler) => Eventually.True(() =>
    {
        if (!reconciler.Reconciled.Contains(key)) reconciler.Trigger.Trigger(key);
        return reconciler.Reconciled.Contains(key);
    });

    internal sealed class EverywhereReconciler : Kubernetes.Controllers.IReconciler<string>
    {
        public EchoReconciler Echo { get; } = new();

        public Task<Kubernetes.Controllers.ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken) =>
            Echo.ReconcileAsync(key, cancellationToken);
    }
}
