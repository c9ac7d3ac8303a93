using System.Collections.Concurrent;
using System.Diagnostics;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Tracing;

public sealed class SpanTests : IDisposable
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(41, 20_000, "amd64", "arm64");

    private readonly ActivitySource _test = new(nameof(SpanTests));
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is RegistryTracing.SourceName or nameof(SpanTests),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _test.Dispose();
    }

    [Fact]
    public async Task Copy_has_a_span_for_each_blob_and_for_each_request_with_its_sizes()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);

        var spans = await TraceAsync(pair.CopyAsync);

        var blobs = spans.Where(span => span.DisplayName == "copy blob").ToList();
        // Two configurations, two layers, and one that both platforms share.
        Assert.Equal(5, blobs.Select(blob => blob.GetTagItem("digest")).Distinct().Count());
        Assert.Contains(blobs, blob => Equals(blob.GetTagItem("outcome"), "Sent"));
        Assert.Equal(pair.Source.Requests.Count(), To(spans, pair.Source).Count);
        Assert.Equal(pair.Target.Requests.Count(), To(spans, pair.Target).Count);
        Assert.All(To(spans, pair.Target), span => Assert.Equal(ActivityKind.Client, span.Kind));
        Assert.Contains(To(spans, pair.Source), span => Equals(span.GetTagItem("http.response.body.size"), 20_000L));
        Assert.Contains(To(spans, pair.Target), span => Equals(span.GetTagItem("http.request.body.size"), 20_000L));
        Assert.All(spans, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Theory]
    [InlineData(503, ActivityStatusCode.Error)]
    [InlineData(429, ActivityStatusCode.Error)]
    [InlineData(404, ActivityStatusCode.Unset)]
    public async Task Request_that_is_refused_for_the_moment_is_an_error(int status, ActivityStatusCode expected)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.FaultAtTarget(RequestKind.Blob, FaultEffect.Answer(status), "HEAD");
        pair.FaultAtTarget(RequestKind.Manifest, FaultEffect.Answer(status), "HEAD");

        var spans = await TraceAsync(pair.CopyAsync);

        var refused = To(spans, pair.Target).Where(span => Equals(span.GetTagItem("http.response.status_code"), status)).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, span => Assert.Equal(expected, span.Status));
    }

    [Fact]
    public async Task Registries_are_not_told_of_the_trace()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);

        await TraceAsync(pair.CopyAsync);

        Assert.All([.. pair.Source.Requests.All, .. pair.Target.Requests.All], request => Assert.False(request.CarriesTraceContext));
    }

    /// <summary>The spans of this alone: copies of other tests are heard too.</summary>
    private async Task<List<Activity>> TraceAsync(Func<Task> work)
    {
        using var root = _test.StartActivity("test")!;
        await work();
        return [.. _ended.Where(span => span.TraceId == root.TraceId)];
    }

    private static List<Activity> To(IEnumerable<Activity> spans, RegistryServer registry)
    {
        var port = new Uri($"http://{registry.Host}").Port;
        return [.. spans.Where(span => Equals(span.GetTagItem("server.port"), port))];
    }
}
