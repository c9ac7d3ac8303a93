using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>
/// GET with watch=true: the changes of a collection, one JSON document per line, until a timeout, a fault or the client's leave.
/// </summary>
internal sealed class WatchHandler(Cluster cluster)
{
    private const int Batch = 256;

    public async Task HandleAsync(ApiRequest request)
    {
        var options = ListOptions.From(request);
        Check(request, options);
        var stream = new WatchStream(cluster, request, options);
        using var dropped = CancellationTokenSource.CreateLinkedTokenSource(
            request.Cancelled, cluster.Faults.WatchesDropped(request.Resource));
        using var timeout = new CancellationTokenSource(Lifetime(request), cluster.Clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(dropped.Token, timeout.Token);
        try
        {
            await request.Http.Response.StartAsync(request.Cancelled);
            await FollowAsync(request, options, stream, ended.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !dropped.IsCancellationRequested)
        {
            // The watch's time is over: the stream ends as if nothing had happened.
        }
        catch (OperationCanceledException)
        {
            request.Http.Abort();
        }
        catch (ApiException problem)
        {
            stream.Error(problem);
            await request.Http.Response.BodyWriter.FlushAsync(request.Cancelled);
        }
    }

    private async Task FollowAsync(ApiRequest request, ListOptions options, WatchStream stream, CancellationToken ended)
    {
        var body = request.Http.Response.BodyWriter;
        var bookmarks = request.Flag("allowWatchBookmarks");
        var revision = Begin(request, options, stream);
        await body.FlushAsync(ended);
        var nextBookmark = cluster.Clock.GetUtcNow() + cluster.Options.BookmarkInterval;
        while (true)
        {
            var (records, upTo, more) = cluster.Store.Since(request.Resource.Table, revision, Batch);
            foreach (var record in records) stream.Change(record);
            revision = upTo;
            if (bookmarks && cluster.Clock.GetUtcNow() >= nextBookmark)
            {
                stream.Bookmark(revision);
                nextBookmark = cluster.Clock.GetUtcNow() + cluster.Options.BookmarkInterval;
            }

            await body.FlushAsync(ended);
            if (records.Count == Batch) continue;
            if (!bookmarks) await more.WaitAsync(ended);
            else await AnyAsync(more, nextBookmark, ended);
        }
    }

    private async Task AnyAsync(Task more, DateTimeOffset until, CancellationToken ended)
    {
        var wait = until - cluster.Clock.GetUtcNow();
        if (wait <= TimeSpan.Zero) return;
        try
        {
            await more.WaitAsync(wait, cluster.Clock, ended);
        }
        catch (TimeoutException)
        {
            // Time for a bookmark.
        }
    }

    // Without a version, or with "0", a watch begins with what is there.
    private long Begin(ApiRequest request, ListOptions options, WatchStream stream)
    {
        if (options.Revision > 0) return options.Revision;
        var (items, revision) = cluster.Store.Snapshot(request.Resource.Table);
        if (options.Revision > revision) throw ApiError.ResourceVersionTooLarge(options.Revision, revision);
        foreach (var item in items)
        {
            if (options.Matches(item)) stream.Write("ADDED", item);
        }

        return revision;
    }

    private static void Check(ApiRequest request, ListOptions options)
    {
        // As servers without the feature WatchList; clients list then.
        if (request.Query("sendInitialEvents").Length > 0)
        {
            throw Refused(FieldError.Forbidden(
                "sendInitialEvents", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"));
        }

        if (options.ResourceVersionMatch.Length > 0)
        {
            throw Refused(FieldError.Forbidden(
                "resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
    }

    private static ApiException Refused(FieldError error) => ApiError.InvalidOptions("ListOptions", error);

    private static TimeSpan Lifetime(ApiRequest request) =>
        int.TryParse(request.Query("timeoutSeconds"), out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromMinutes(45);
}
