using ImageCloneOperator.Commands.Copy.Output;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Core.Network;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy;

/// <summary>Copies the pairs, some at the same time. One that fails stops no other.</summary>
internal sealed class CopyRunner(
    CopyArguments arguments, CommandLineEndpoints endpoints, RegistryClient client, ICopyDisplay display, TimeProvider time)
{
    private readonly ImageCopier _copier = new(client);
    private readonly RegistryInspector _inspector = new(client);

    /// <returns>Whether all went well.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<CopyPair> pairs, CancellationToken cancellationToken)
    {
        var failures = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = arguments.Concurrency, CancellationToken = cancellationToken };
        await display.RunAsync(() => Parallel.ForEachAsync(pairs, options, async (pair, token) =>
        {
            var outcome = await RunAsync(pair, token);
            if (outcome.Failure is not null)
                Interlocked.Increment(ref failures);
            display.Ended(outcome);
        }));
        return failures == 0;
    }

    private async Task<CopyOutcome> RunAsync(CopyPair pair, CancellationToken cancellationToken)
    {
        var progress = new CopyProgress();
        var started = time.GetTimestamp();
        display.Started(pair, progress);
        try
        {
            if (arguments.DryRun)
                return new CopyOutcome(pair, Took()) { Forecast = await ForecastAsync(pair, cancellationToken) };
            var result = await CopyAsync(pair, progress, cancellationToken);
            return new CopyOutcome(pair, Took()) { Result = result };
        }
        catch (RegistryException e)
        {
            return new CopyOutcome(pair, Took()) { Failure = new CopyFailure(e.Kind.ToString(), e.Message) };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The others are copied even when one image fails.
            return new CopyOutcome(pair, Took()) { Failure = new CopyFailure("Unexpected", Explain(e)) };
        }

        TimeSpan Took() => time.GetElapsedTime(started);
    }

    private static string Explain(Exception e) =>
        $"{UrlLogins.Remove(e.Message).TrimEnd('.')} ({e.GetType().Name}). "
        + "This is a fault of this program: please report it with the names of the images.";

    private async Task<CopyResult> CopyAsync(CopyPair pair, CopyProgress progress, CancellationToken cancellationToken)
    {
        var request = new CopyRequest(await endpoints.EndpointOfAsync(pair.Source), await endpoints.EndpointOfAsync(pair.Target))
        {
            Platforms = arguments.Platforms,
            Referrers = arguments.Referrers,
        };
        if (arguments.KeepExisting) await CheckFreeAsync(pair, request.Target, cancellationToken);
        return await _copier.CopyAsync(request, progress, cancellationToken);
    }

    private async Task CheckFreeAsync(CopyPair pair, RegistryEndpoint target, CancellationToken cancellationToken)
    {
        if (await _inspector.ResolveAsync(target, cancellationToken) is not { } there || there.Digest == pair.Source.Digest) return;
        throw new RegistryException(
            RegistryErrorKind.Conflict,
            new RegistryOperation($"write {target.Image.FetchKey}", target.Image.Registry, target.Image.Repository),
            $"it has other content, {there.Digest}",
            advice: "With --overwrite it is replaced.");
    }

    private async Task<CopyForecast> ForecastAsync(CopyPair pair, CancellationToken cancellationToken)
    {
        var source = await endpoints.EndpointOfAsync(pair.Source);
        var looking = _inspector.ResolveAsync(await endpoints.EndpointOfAsync(pair.Target), cancellationToken);
        var image = await _inspector.DescribeAsync(source, cancellationToken);
        var there = await looking;
        return new CopyForecast(image.Digest, there?.Digest, there?.Digest == image.Digest ? null : image);
    }
}
