using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Tests.Transport;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Kubernetes.Tests.Events;

public sealed class EventRecorderTests
{
    private static readonly V1ObjectReference Node = new() { ApiVersion = "v1", Kind = "Node", Name = "n1", Uid = "u" };
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<(string Method, string Path, JsonNode Body)> _sent = new();
    private int _answersToLose;

    [Fact]
    public async Task A_repeated_event_is_one_object_whose_series_counts()
    {
        await using var api = await ApiStub.StartAsync(AnswerAsync);
        using var client = api.Client();
        using var recorder = await StartAsync(client);

        for (var i = 0; i < 3; i++)
            recorder.Record(Node, EventType.Warning, "Broken", "It is broken.", "Mend");
        await UntilSentAsync(2);

        var created = _sent.First();
        Assert.Equal(("POST", "/apis/events.k8s.io/v1/namespaces/default/events"), (created.Method, created.Path));
        Assert.Matches(@"\A2030-01-01T00:00:\d\d\.\d{6}Z\z", (string?)created.Body["eventTime"]);
        Assert.Equal("Node", (string?)created.Body["regarding"]!["kind"]);
        var (method, path, body) = _sent.Last();
        Assert.Equal(("PATCH", $"{created.Path}/{created.Body["metadata"]!["name"]}"), (method, path));
        Assert.Equal(3, (int)body["series"]!["count"]!);
    }

    [Fact]
    public async Task Different_notes_are_different_events_and_an_object_has_only_so_many()
    {
        await using var api = await ApiStub.StartAsync(AnswerAsync);
        using var client = api.Client();
        using var recorder = await StartAsync(client, new() { MaxPerObject = 2 });

        for (var i = 0; i < 5; i++)
            recorder.Record(Node, EventType.Normal, "Seen", $"Note {i}.", "See");
        recorder.Record(Node with { Uid = "other" }, EventType.Normal, "Seen", "Another object's.", "See");
        await UntilSentAsync(3);

        Assert.Equal(["Note 0.", "Note 1.", "Another object's."], _sent.Select(sent => (string?)sent.Body["note"]));
    }

    [Fact]
    public async Task An_event_whose_answer_was_lost_is_not_told_twice()
    {
        _answersToLose = 1;
        await using var api = await ApiStub.StartAsync(AnswerAsync);
        using var client = api.Client();
        using var recorder = await StartAsync(client);

        recorder.Record(Node, EventType.Normal, "Seen", "Once.", "See");
        recorder.Record(Node, EventType.Normal, "Seen", "Then this.", "See");
        await UntilSentAsync(3);

        var names = _sent.Select(sent => (string?)sent.Body["metadata"]!["name"]).ToList();
        Assert.Equal(names[0], names[1]);
        Assert.NotEqual(names[1], names[2]);
    }

    [Fact]
    public async Task Recording_never_waits_for_the_API_and_what_is_queued_at_the_end_is_still_sent()
    {
        var gate = new TaskCompletionSource();
        await using var api = await ApiStub.StartAsync(async context =>
        {
            await gate.Task;
            await AnswerAsync(context);
        });
        using var client = api.Client();
        using var recorder = await StartAsync(client, new() { QueueLength = 3 });

        for (var i = 0; i < 100; i++)
            recorder.Record(Node with { Uid = $"{i}" }, EventType.Normal, "Seen", "It was seen.", "See");
        await Eventually.True(() => api.IsBusy);
        gate.SetResult();
        await recorder.StopAsync(Bound.Token());

        Assert.InRange(_sent.Count, 3, 5);
    }

    [Fact]
    public async Task Events_of_a_namespace_wait_for_no_other_namespace_and_are_not_pushed_out()
    {
        var gate = new TaskCompletionSource();
        await using var api = await ApiStub.StartAsync(async context =>
        {
            await gate.Task;
            await AnswerAsync(context);
        });
        using var client = api.Client();
        using var recorder = await StartAsync(client, new() { QueueLength = 20 });
        for (var i = 0; i < 100; i++)
            recorder.Record(Pod("flood", $"{i}"), EventType.Warning, "Bad", "It is bad.", "Look");
        await Eventually.True(() => api.IsBusy);

        recorder.Record(Pod("quiet", "a"), EventType.Normal, "Seen", "It was seen.", "See");
        recorder.Record(Pod("quiet", "b"), EventType.Normal, "Seen", "It was seen.", "See");
        gate.SetResult();

        await Eventually.True(() => _sent.Count(sent => sent.Path.Contains("/quiet/", StringComparison.Ordinal)) == 2);
        Assert.InRange(
            _sent.Index().Where(sent => sent.Item.Path.Contains("/quiet/", StringComparison.Ordinal)).Max(sent => sent.Index), 2, 5);
        await recorder.StopAsync(Bound.Token());
    }

    private static V1ObjectReference Pod(string ns, string name) =>
        new() { ApiVersion = "v1", Kind = "Pod", NamespaceProperty = ns, Name = name, Uid = $"{ns}-{name}" };

    [Theory]
    [InlineData("ü", 510)]
    [InlineData("🐢", 255)]
    [InlineData("a", 1021)]
    public void A_note_is_cut_between_characters(string character, int kept)
    {
        var note = EventNote.Cut(string.Concat(Enumerable.Repeat(character, 2000)));

        Assert.InRange(Encoding.UTF8.GetByteCount(note), 1020, 1024);
        Assert.Equal(string.Concat(Enumerable.Repeat(character, kept)) + "…", note);
    }

    private async Task<EventRecorder> StartAsync(IKubernetesClient client, EventRecorderOptions? options = null)
    {
        var recorder = new EventRecorder(client, options ?? new(), _time, NullLogger<EventRecorder>.Instance);
        await recorder.StartAsync(Bound.Token());
        return recorder;
    }

    private Task UntilSentAsync(int count) => Eventually.True(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _sent.Count >= count;
    });

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var known = _sent.Any(
            sent => sent.Method == "POST" && (string?)sent.Body["metadata"]?["name"] == (string?)body["metadata"]?["name"]);
        _sent.Enqueue((context.Request.Method, context.Request.Path, body));
        if (Interlocked.Decrement(ref _answersToLose) >= 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = context.Request.Method == "POST" && known ? 409 : 201;
        await context.Response.WriteAsync(context.Response.StatusCode == 409
            ? """{"kind":"Status","status":"Failure","reason":"AlreadyExists","code":409}"""
            : body.ToJsonString());
    }
}
