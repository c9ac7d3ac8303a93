using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Tests.Transport;
using ImageCloneOperator.Kubernetes.Transport;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Kubernetes.Tests.Dynamic;

public sealed class WatchTests
{
    [Fact]
    public async Task Events_arrive_one_by_one_however_the_bytes_are_cut()
    {
        const string Lines =
            """
            {"type":"ADDED","object":{"kind":"Namespace","metadata":{"name":"a","resourceVersion":"1"}}}
            {"object":{"metadata":{"name":"b","resourceVersion":"2"}},"type":"DELETED"}
            {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"3"}}}

            """;
        await using var api = await ApiStub.StartAsync(async context =>
        {
            foreach (var character in Lines)
                await context.Response.WriteAsync(character.ToString());
        });
        using var client = api.Client();

        var events = await client.WatchAsync<V1Namespace>(new(), CancellationToken.None).ToListAsync();

        Assert.Equal(
            [(WatchEventType.Added, "a", "1"), (WatchEventType.Deleted, "b", "2"), (WatchEventType.Bookmark, null!, "3")],
            events.Select(change => (change.Type, change.Object.Metadata.Name, change.Object.Metadata.ResourceVersion)));
    }

    [Fact]
    public async Task An_error_event_is_thrown_as_what_the_server_said()
    {
        await using var api = await ApiStub.StartAsync(context => context.Response.WriteAsync(
            """{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old resource version: 1 (9)","reason":"Expired","code":410}}""" + "\n"));
        using var client = api.Client();

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(
            async () => await client.WatchAsync<V1Namespace>(new(), CancellationToken.None).ToListAsync());

        Assert.True(exception.IsGone);
        Assert.Equal("too old resource version: 1 (9)", exception.Message);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_an_event_is_told_apart_from_an_ended_watch()
    {
        await using var api = await ApiStub.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"type":"ADDED","object":{"metadata":""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = api.Client();

        await Assert.ThrowsAsync<KubernetesConnectionException>(
            async () => await client.WatchAsync<V1Namespace>(new(), CancellationToken.None).ToListAsync());
    }
}
