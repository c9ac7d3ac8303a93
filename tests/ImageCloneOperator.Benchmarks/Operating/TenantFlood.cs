using System.Diagnostics;
using System.Globalization;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Benchmarks.Copying;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>How long an image of 20 KiB waits while another tenant has as many images as it may, from a source that trickles.</summary>
internal sealed class TenantFlood : IScenario
{
    private const int Flood = 1_500;
    private const int MostSeconds = 10;
    private const string Quiet = "quiet";

    /// <summary>One image after the other, as a tenant that works deploys them.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public string Name => "tenant-flood";

    public async Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(cancellationToken);
        await using var slow = await SlowSourceAsync(cancellationToken);
        await cluster.Client.CreateAsync(
            new V1Namespace { ApiVersion = "v1", Kind = "Namespace", Metadata = new V1ObjectMeta { Name = Quiet } }, cancellationToken);
        await cluster.ApplyPolicyAsync(
            spec => spec.Sources.Registries = [new SourceRegistry { Host = slow.Host, PlainHttp = true }], cancellationToken);
        await using var running = cluster.StartOperator(bench.Ours.Program);
        await cluster.DeployAsync(Flood, i => $"{slow.Host}/flood/app-{i}:1.0", cancellationToken);

        var times = new List<double>();
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < bench.Flood;)
        {
            times.Add(await MeasureAsync(cluster, $"quiet-{times.Count}", cancellationToken));
            bench.Log($"  {times.Count}: {times[^1].ToString("0.0", CultureInfo.InvariantCulture)} s");
            await Task.Delay(Interval, cancellationToken);
        }

        return new(
            $"{Flood:N0} images of one tenant at one byte a second for {bench.Flood.TotalMinutes:0.#} minutes, "
            + $"and {times.Count} images of 20 KiB of another, one after the other",
            [new Row("start to the last", [running.Measure()])],
            [
                new Budget($"slowest to Ready ≤ {MostSeconds} s", Seconds(times.Max()), times.Max() <= MostSeconds),
                new Budget("median", Seconds(times.Order().ElementAt(times.Count / 2)), Met: true),
            ]);
    }

    private static string Seconds(double seconds) => seconds.ToString("0.0 's'", CultureInfo.InvariantCulture);

    private static async Task<RegistryServer> SlowSourceAsync(CancellationToken cancellationToken)
    {
        var slow = await RegistryServer.StartAsync(new RegistryOptions(), cancellationToken);
        for (var i = 0; i < Flood; i++)
        {
            await new SampleRepository(slow.Samples, $"flood/app-{i}").ImageAsync(
                new SampleImage(new SampleLayer($"flood-{i}", 20_000)), "1.0", cancellationToken);
        }

        slow.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = new FaultEffect { ResponseBytesPerSecond = 1 },
        });
        return slow;
    }

    /// <returns>Seconds from the answer to the workload's creation until the ImageBackup is Ready.</returns>
    private static async Task<double> MeasureAsync(BenchCluster cluster, string name, CancellationToken cancellationToken)
    {
        await new SampleRepository(cluster.Source.Samples, "bench/app").ImageAsync(
            new SampleImage(new SampleLayer(name, 20_000)), name, cancellationToken);
        await cluster.Client.CreateAsync(SampleDeployment.Of(name, Quiet, cluster.Image(name)), cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var backup = ImageBackupName.For(BenchCluster.Policy, cluster.Image(name));
        await BenchCluster.UntilAsync(
            async () => (await cluster.Client.GetAsync<ImageBackup>(backup, null, cancellationToken))?.Status.Conditions?
                .Any(condition => condition is { Type: "Ready", Status: "True" }) is true,
            cancellationToken);
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
