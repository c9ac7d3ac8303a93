using System.Collections.Concurrent;
using System.Diagnostics;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Sources;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Tests.Controllers;

public sealed class ControllerTests
{
    private static readonly Task<ReconciliationResult> Done = Task.FromResult(ReconciliationResult.Success());

    [Fact]
    public async Task No_key_is_ever_with_two_workers()
    {
        var busy = new ConcurrentDictionary<string, bool>();
        var overlaps = 0;
        await using var fixture = new ControllerFixture(
            async (key, token) =>
            {
                if (!busy.TryAdd(key, true)) Interlocked.Increment(ref overlaps);
                token.ThrowIfCancellationRequested();
                await Task.Yield();
                busy.TryRemove(key, out _);
                return ReconciliationResult.Success();
            },
            new ControllerOptions("test") { Workers = 8 });
        for (var i = 0; i < 5000; i++) fixture.Trigger.Trigger($"{i % 5}");

        await Eventually.True(
            () => fixture.Meters.Sum("kubernetes.queue.depth") is 0 && fixture.Meters.Sum("kubernetes.reconcile.running") is 0);
        Assert.Equal(0, overlaps);
        Assert.Equal(5, fixture.Reconciled.Distinct().Count());
    }

    [Fact]
    public async Task As_many_keys_are_reconciled_at_once_as_there_are_workers()
    {
        using var all = new CountdownEvent(4);
        await using var fixture = new ControllerFixture(
            async (_, token) =>
            {
                all.Signal();
                await Task.Delay(Timeout.Infinite, token);
                return ReconciliationResult.Success();
            },
            new ControllerOptions("test") { Workers = 4 });
        for (var i = 0; i < 6; i++) fixture.Trigger.Trigger($"{i}");

        await Eventually.True(() => all.IsSet);
        Assert.Equal(4, fixture.Reconciled.Count);
    }

    [Fact]
    public async Task A_failure_is_retried_until_it_succeeds()
    {
        var attempts = 0;
        await using var fixture = new ControllerFixture((_, _) => Task.FromResult(
            ++attempts < 20 ? ReconciliationResult.Failure("not yet") : ReconciliationResult.Success()));
        fixture.Trigger.Trigger("a");

        await Eventually.True(() => fixture.Count("Done") is 1);
        Assert.Equal(19, fixture.Count("Failed"));
        Assert.Equal(19, fixture.Meters.Sum("kubernetes.reconcile.errors"));
    }

    [Fact]
    public async Task A_panic_is_recovered_counted_and_retried()
    {
        var attempts = 0;
        await using var fixture = new ControllerFixture((_, _) => ++attempts is 1 ? throw new InvalidOperationException("oh") : Done);
        fixture.Trigger.Trigger("a");

        await Eventually.True(() => fixture.Count("Done") is 1);
        Assert.Equal(1, fixture.Meters.Sum("kubernetes.reconcile.panics"));
        Assert.Contains(fixture.Logger.Lines, line => line.Level is LogLevel.Error);
    }

    [Fact]
    public async Task A_reconcile_is_a_span_that_says_what_it_was_about_and_how_it_ended()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KubernetesTracing.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var key = Guid.NewGuid().ToString("N");
        var attempts = 0;
        await using var fixture = new ControllerFixture((_, _) => Task.FromResult(
            ++attempts is 1 ? ReconciliationResult.Failure("not yet", new IOException("gone")) : ReconciliationResult.Success()));
        fixture.Trigger.Trigger(key);

        await Eventually.True(() => Ours().Count is 2);
        Assert.All(Ours(), span => Assert.StartsWith("reconcile ", span.DisplayName, StringComparison.Ordinal));
        Assert.Equal(["Failed", "Done"], Ours().Select(span => (string?)span.GetTagItem("result")));
        Assert.Equal((ActivityStatusCode.Error, "not yet"), (Ours()[0].Status, Ours()[0].StatusDescription));
        Assert.Equal(ActivityStatusCode.Unset, Ours()[1].Status);

        // Controllers of other tests are heard too.
        List<Activity> Ours() => [.. spans.Where(span => Equals(span.GetTagItem("key"), key))];
    }

    [Fact]
    public async Task A_conflict_is_retried_quickly_and_without_noise()
    {
        var attempts = 0;
        await using var fixture = new ControllerFixture((_, _) => ++attempts < 10 ? throw Refusal(409) : Done);
        fixture.Trigger.Trigger("a");

        await Eventually.True(() => fixture.Count("Done") is 1);
        Assert.Equal(9, fixture.Count("Conflicted"));
        Assert.Equal(0, fixture.Meters.Sum("kubernetes.reconcile.errors"));
        Assert.DoesNotContain(fixture.Logger.Lines, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task Stalled_object_waits_for_a_change()
    {
        var time = new ManualTimeProvider();
        await using var fixture = new ControllerFixture(
            (_, _) => Task.FromResult(ReconciliationResult.Stalled("the spec is wrong")), time: time);
        fixture.Trigger.Trigger("a");
        await Eventually.True(() => fixture.Count("Stalled") is 1 && fixture.Meters.Sum("kubernetes.reconcile.running") is 0);
        time.Advance(TimeSpan.FromDays(30));
        fixture.Trigger.Trigger("b");

        await Eventually.True(() => fixture.Reconciled.Contains("b"));
        Assert.Equal(["a", "b"], fixture.Reconciled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_says_when_to_look_again(bool succeeds)
    {
        var time = new ManualTimeProvider();
        var hour = TimeSpan.FromHours(1);
        await using var fixture = new ControllerFixture(
            (_, _) => Task.FromResult(succeeds ? ReconciliationResult.Success(hour) : ReconciliationResult.Failure("later", null, hour)),
            time: time);
        fixture.Trigger.Trigger("a");
        await Eventually.True(() => fixture.Count(succeeds ? "Requeued" : "Failed") is 1 && time.ArmedTimers is 1);

        time.Advance(hour - TimeSpan.FromSeconds(1));
        Assert.Single(fixture.Reconciled);
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(() => fixture.Reconciled.Count is 2);
    }

    [Fact]
    public async Task The_servers_wish_to_wait_is_respected()
    {
        var time = new ManualTimeProvider();
        await using var fixture = new ControllerFixture((_, _) => throw Refusal(429, TimeSpan.FromMinutes(7)), time: time);
        fixture.Trigger.Trigger("a");
        await Eventually.True(() => fixture.Count("Failed") is 1 && time.ArmedTimers is 1);

        time.Advance(TimeSpan.FromMinutes(6.9));
        Assert.Single(fixture.Reconciled);
        time.Advance(TimeSpan.FromMinutes(0.1));
        await Eventually.True(() => fixture.Reconciled.Count is 2);
    }

    [Fact]
    public async Task A_reconcile_beyond_its_deadline_is_cancelled_and_retried()
    {
        var attempts = 0;
        await using var fixture = new ControllerFixture(
            async (_, token) =>
            {
                if (++attempts is 1) await Task.Delay(Timeout.Infinite, token);
                return ReconciliationResult.Success();
            },
            new ControllerOptions("test") { Deadline = TimeSpan.FromMilliseconds(20) });
        fixture.Trigger.Trigger("a");

        await Eventually.True(() => fixture.Count("Done") is 1);
        Assert.Equal(1, fixture.Count("TimedOut"));
    }

    [Fact]
    public async Task Every_line_of_a_reconcile_carries_its_id_and_key()
    {
        await using var fixture = new ControllerFixture((_, _) => Done);
        fixture.Trigger.Trigger("a");
        fixture.Trigger.Trigger("b");
        await Eventually.True(() => fixture.Count("Done") is 2);

        var scopes = fixture.Logger.Lines
            .Where(line => line.Text.StartsWith("Reconcile of", StringComparison.Ordinal))
            .Select(line => line.Scope!)
            .ToList();
        Assert.Equal(2, scopes.Distinct().Count());
        Assert.All(scopes, scope => Assert.Matches("^controller=test reconcileID=[0-9a-f]{32} key=[ab]$", scope));
    }

    [Fact]
    public void Lines_about_a_key_that_stands_for_an_object_name_the_object()
    {
        var scope = ReconcileScope.For(
            "test", "a", new V1ObjectReference { Kind = "Deployment", NamespaceProperty = "shop", Name = "web" });

        Assert.Matches("^controller=test reconcileID=[0-9a-f]{32} kind=Deployment namespace=shop name=web$", scope.ToString());
    }

    [Fact]
    public async Task A_drain_lets_what_runs_end_and_begins_nothing_new()
    {
        using var begun = new SemaphoreSlim(0);
        var end = new TaskCompletionSource<ReconciliationResult>();
        await using var fixture = new ControllerFixture((_, token) =>
        {
            begun.Release();
            return end.Task.WaitAsync(token);
        });
        fixture.Trigger.Trigger("a");
        await begun.WaitAsync(Bound.Token());
        fixture.Trigger.Trigger("b");

        await fixture.DrainAsync();
        Assert.False(fixture.Running.IsCompleted);
        end.SetResult(ReconciliationResult.Success());
        await fixture.Running.WaitAsync(Bound.Time);
        Assert.Equal(["a"], fixture.Reconciled);
        Assert.Equal(1, fixture.Count("Done"));
    }

    [Fact]
    public async Task An_abort_cancels_what_runs()
    {
        using var begun = new SemaphoreSlim(0);
        await using var fixture = new ControllerFixture(async (_, token) =>
        {
            begun.Release();
            await Task.Delay(Timeout.Infinite, token);
            return ReconciliationResult.Success();
        });
        fixture.Trigger.Trigger("a");
        await begun.WaitAsync(Bound.Token());

        await fixture.AbortAsync();
        await fixture.Running.WaitAsync(Bound.Time);
        Assert.Equal(1, fixture.Count("Aborted"));
        Assert.Equal(0, fixture.Meters.Sum("kubernetes.reconcile.errors"));
    }

    [Fact]
    public async Task Nothing_is_reconciled_before_every_source_has_synced()
    {
        var late = new LateSource();
        await using var fixture = new ControllerFixture((_, _) => Done, null, null, late);
        fixture.Trigger.Trigger("too early");
        late.Synced.SetResult();

        await Eventually.True(() => fixture.Count("Done") is 1);
        Assert.Equal(["known"], fixture.Reconciled);
    }

    private static KubernetesApiException Refusal(int code, TimeSpan? retryAfter = null) =>
        new(new V1Status { Code = code, Message = $"refused with {code}" }, retryAfter);

    private sealed class LateSource : ISource<string>
    {
        public TaskCompletionSource Synced { get; } = new();

        public Task WaitForSyncAsync(CancellationToken cancellationToken) => Synced.Task.WaitAsync(cancellationToken);

        public IDisposable Subscribe(Action<string> enqueue)
        {
            enqueue("known");
            return new MemoryStream();
        }
    }
}
