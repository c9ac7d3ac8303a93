using System.Text;
using System.Threading.Channels;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ImageCloneOperator.Dashboard;

/// <summary>Sends an open page what has changed of it, as server-sent events.</summary>
internal sealed class LiveUpdates(
    IResourceCache<BackupPolicy> policies, IResourceCache<ImageBackup> backups, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Each costs the rendering of its page once a second while images are copied. Further ones reload now and then.</summary>
    private const int MaxViewers = 20;

    /// <summary>Between two updates; more often than people can read helps nobody.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Something is sent that often, so that proxies in between leave the connection open and one that is gone is noticed.
    /// </summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private int _viewers;

    /// <summary>Until the browser or the operator goes.</summary>
    public async Task SendAsync(HttpContext context, Func<IReadOnlyList<LivePart>> parts)
    {
        if (Interlocked.Increment(ref _viewers) > MaxViewers)
        {
            Interlocked.Decrement(ref _viewers);
            // The browser then loads the page again after a while.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            await SendChangesAsync(context.Response, parts, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The usual end.
        }
        finally
        {
            Interlocked.Decrement(ref _viewers);
        }
    }

    private async Task SendChangesAsync(HttpResponse response, Func<IReadOnlyList<LivePart>> parts, CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var policyChanges = policies.Subscribe(_ => changes.Writer.TryWrite(true));
        using var backupChanges = backups.Subscribe(_ => changes.Writer.TryWrite(true));
        // All of it at first: what the page has may be older than the subscription.
        IReadOnlyList<LivePart> sent = [];
        while (true)
        {
            var now = parts();
            await response.WriteAsync(Message(LivePart.Changes(sent, now)), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            sent = now;
            await Task.Delay(Pace, time, cancellationToken);
            await WaitAsync(changes.Reader, cancellationToken);
        }
    }

    private async Task WaitAsync(ChannelReader<bool> changes, CancellationToken cancellationToken)
    {
        try
        {
            await changes.ReadAsync(cancellationToken).AsTask().WaitAsync(KeepAlive, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Looked at all the same: what is sent then keeps the connection open.
        }
    }

    private static string Message(IEnumerable<Html> changes)
    {
        var message = new StringBuilder();
        foreach (var line in changes.SelectMany(html => html.Text.Split('\n'))) message.Append("data: ").Append(line).Append('\n');
        return message.Length == 0 ? ": nothing new\n\n" : message.Append('\n').ToString();
    }
}
