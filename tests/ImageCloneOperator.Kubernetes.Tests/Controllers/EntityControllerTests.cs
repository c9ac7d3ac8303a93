using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Tests.Controllers;

/// <summary>A whole operator in a host, against an API server.</summary>
public sealed class EntityControllerTests : IAsyncLifetime
{
    private readonly LiveCluster _cluster = new();
    private readonly SecretController _controller = new();
    private IHost? _host;

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.StopAsync();
        _host?.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task An_entity_is_reconciled_when_it_is_there_when_it_changes_and_told_when_it_has_gone()
    {
        await _cluster.CreateAsync("before");
        await StartAsync();
        await Called("reconcile before");
        await _cluster.CreateAsync("a");
        await Called("reconcile a");
        await _cluster.AnnotateAsync("a", "changed");
        await Eventually.True(() => _controller.Seen.Any(secret => secret.Metadata.Annotations?.Values.Contains("changed") is true));
        await _cluster.DeleteAsync("a");

        await Called("deleted a");
        Assert.Equal("deleted a", _controller.Calls.Last());
    }

    [Fact]
    public async Task A_finalizer_is_attached_before_the_first_reconcile_and_holds_until_it_is_done()
    {
        _controller.Finalize = secret => _controller.Count("finalize a") < 3
            ? ReconciliationResult<V1Secret>.Success(secret, TimeSpan.FromMilliseconds(5))
            : ReconciliationResult<V1Secret>.Success(secret);
        await StartAsync(builder => builder.AddFinalizer<SecretController, V1Secret>(SecretController.Finalizer));
        await _cluster.CreateAsync("a", secret => secret.Metadata.Finalizers = ["example.com/other"]);
        await Called("reconcile a");
        Assert.All(_controller.Seen, secret => Assert.Equal(["example.com/other", SecretController.Finalizer], secret.Metadata.Finalizers));

        await _cluster.DeleteAsync("a");
        await Eventually.True(async () => (await _cluster.GetAsync("a"))?.Metadata.Finalizers is ["example.com/other"]);
        Assert.Equal(3, _controller.Count("finalize a"));
        Assert.Equal(0, _controller.Count("deleted a"));
        await _cluster.Client.PatchAsync<V1Secret>(
            "a", LiveCluster.Namespace, Patch.Json(JsonPatchOperation.Remove("/metadata/finalizers")), null, CancellationToken.None);
        await Called("deleted a");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    public async Task A_finalizers_removal_that_fails_is_made_up_for(int code)
    {
        await StartAsync(builder => builder.AddFinalizer<SecretController, V1Secret>(SecretController.Finalizer));
        await _cluster.CreateAsync("a");
        await Called("reconcile a");
        _cluster.Server.Faults.Fail("patch", "secrets", code, times: 3);
        await _cluster.DeleteAsync("a");

        await Called("deleted a");
        Assert.Null(await _cluster.GetAsync("a"));
    }

    [Fact]
    public async Task A_lost_answer_to_a_finalizers_removal_does_no_harm()
    {
        await StartAsync(builder => builder.AddFinalizer<SecretController, V1Secret>(SecretController.Finalizer));
        await _cluster.CreateAsync("a");
        await Called("reconcile a");
        _cluster.Server.Faults.LoseResponse("patch", "secrets");
        await _cluster.DeleteAsync("a");

        await Called("deleted a");
        Assert.Null(await _cluster.GetAsync("a"));
    }

    [Fact]
    public async Task A_storm_of_conflicts_ends_with_every_write_made()
    {
        _controller.Reconcile = async (secret, token) =>
        {
            if (secret.Metadata.Annotations?.ContainsKey("mine") is true) return ReconciliationResult<V1Secret>.Success(secret);
            var metadata = new JsonObject
            {
                ["resourceVersion"] = secret.Metadata.ResourceVersion,
                ["annotations"] = new JsonObject { ["mine"] = "done" },
            };
            return ReconciliationResult<V1Secret>.Success(await _cluster.Client.PatchAsync<V1Secret>(
                secret.Metadata.Name!, LiveCluster.Namespace, Patch.Merge(new JsonObject { ["metadata"] = metadata }), null, token));
        };
        var names = Enumerable.Range(0, 5).Select(i => $"s{i}").ToList();
        foreach (var name in names) await _cluster.CreateAsync(name);
        _cluster.Server.Faults.Fail("patch", "secrets", 409, times: 20);
        await StartAsync(configure: options => options.Workers = 4);

        await Eventually.True(async () =>
        {
            var secrets = await Task.WhenAll(names.Select(_cluster.GetAsync));
            return secrets.All(secret => secret!.Metadata.Annotations?.ContainsKey("mine") is true);
        });
        Assert.Equal(0, _controller.Overlaps);
    }

    [Fact]
    public async Task A_key_is_never_with_two_workers_however_fast_its_object_changes()
    {
        _controller.Reconcile = async (secret, token) =>
        {
            await _cluster.Client.GetAsync<V1Secret>(secret.Metadata.Name!, LiveCluster.Namespace, token);
            return ReconciliationResult<V1Secret>.Success(secret);
        };
        await _cluster.CreateAsync("a");
        await StartAsync(configure: options => options.Workers = 8);
        for (var i = 0; i < 100; i++) await _cluster.AnnotateAsync("a", $"{i}");

        await Eventually.True(() => _controller.Seen.LastOrDefault()?.Metadata.Annotations?.Values.Contains("99") is true);
        Assert.Equal(0, _controller.Overlaps);
    }

    [Fact]
    public async Task A_change_of_another_kind_leads_to_the_keys_of_its_old_state_and_its_new()
    {
        foreach (var name in new[] { "left", "right" }) await _cluster.CreateAsync(name);
        await StartAsync(configure: options => options.Watches<V1ServiceAccount>(
            account =>
                account.GetLabel("secret") is { } name ? [new EntityKey(LiveCluster.Namespace, name)] : []));
        await Called("reconcile left");
        await Called("reconcile right");
        await _cluster.Client.CreateAsync(Account("left"), CancellationToken.None);
        await Eventually.True(() => _controller.Count("reconcile left") is 2);
        await _cluster.Client.PatchAsync<V1ServiceAccount>(
            "robot",
            LiveCluster.Namespace,
            Patch.Json(JsonPatchOperation.Replace("/metadata/labels/secret", "right")),
            null,
            CancellationToken.None);

        await Eventually.True(() => _controller.Count("reconcile left") is 3 && _controller.Count("reconcile right") is 2);

        static V1ServiceAccount Account(string secret) => new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "robot",
                NamespaceProperty = LiveCluster.Namespace,
                Labels = new Dictionary<string, string> { ["secret"] = secret },
            },
        };
    }

    [Fact]
    public async Task Changes_that_the_predicate_turns_down_lead_to_no_reconcile()
    {
        await StartAsync(configure: options => options.When = Predicates.LabelsChanged);
        await _cluster.CreateAsync("a");
        await Called("reconcile a");
        await _cluster.AnnotateAsync("a", "ignored");
        await _cluster.CreateAsync("b");
        await Called("reconcile b");

        Assert.Equal(["reconcile a", "reconcile b"], _controller.Calls);
    }

    [Fact]
    public async Task An_entity_that_is_being_deleted_goes_to_the_controller_where_no_finalizer_is_registered()
    {
        await StartAsync();
        await _cluster.CreateAsync("a", secret => secret.Metadata.Finalizers = ["example.com/other"]);
        await Called("reconcile a");
        await _cluster.DeleteAsync("a");

        await Eventually.True(() => _controller.Seen.Any(secret => secret.Metadata.DeletionTimestamp is not null));
    }

    private Task Called(string call) => Eventually.True(() => _controller.Count(call) > 0, call);

    private async Task StartAsync(Action<OperatorBuilder>? register = null, Action<EntityControllerOptions<V1Secret>>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IKubernetesClient>(_cluster.Client);
        builder.Services.AddSingleton<ILeaderElection, AlwaysLeader>();
        builder.Services.AddSingleton(_controller);
        var @operator = builder.Services.AddKubernetesOperator()
            .AddController<SecretController, V1Secret>(configure)
            .AddCache<V1Secret>(Quick)
            .AddCache<V1ServiceAccount>(Quick);
        register?.Invoke(@operator);
        _host = builder.Build();
        await _host.StartAsync();
    }

    private static void Quick<T>(Kubernetes.Caching.ResourceCacheOptions<T> options)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        (options.Namespace, options.Backoff) = (LiveCluster.Namespace, new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50)));
}
