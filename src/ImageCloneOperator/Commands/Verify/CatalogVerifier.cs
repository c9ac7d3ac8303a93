using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>Looks at the copies that a catalogue names, some at the same time, and changes nothing.</summary>
internal sealed class CatalogVerifier(VerifyArguments arguments, CommandLineEndpoints endpoints, RegistryClient client)
{
    private readonly RegistryInspector _inspector = new(client);

    public async Task<VerifyReport> RunAsync(CatalogSelection catalog, CancellationToken cancellationToken)
    {
        var images = new VerifiedImage[catalog.Entries.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = arguments.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0, images.Length, options, async (i, token) => images[i] = await VerifyAsync(catalog.Entries[i], token));
        return new VerifyReport(catalog.Document.Cluster, catalog.Document.Policy, catalog.Document.Time, images);
    }

    private async Task<VerifiedImage> VerifyAsync(CatalogEntry entry, CancellationToken cancellationToken) =>
        new(entry.Source.ToString(), entry.Copy.ToString(), entry.Content?.ToString(), await ProblemsAsync(entry, cancellationToken));

    private async Task<IReadOnlyList<string>> ProblemsAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Content is not { } content) return [entry.WhyIncomplete];
        try
        {
            string?[] problems =
            [
                await TagProblemAsync(entry, content, cancellationToken),
                await ContentProblemAsync(entry, content, cancellationToken),
                await PlatformProblemAsync(entry, content, cancellationToken),
            ];
            return [.. problems.OfType<string>()];
        }
        catch (RegistryException failure)
        {
            return [failure.Message];
        }
    }

    /// <summary>Pods pull by the tag. Of a catalogue as it was, tags may have moved since.</summary>
    private async Task<string?> TagProblemAsync(CatalogEntry entry, Digest content, CancellationToken cancellationToken)
    {
        if (arguments.Catalog.IsPast) return null;
        var there = await _inspector.ResolveAsync(await endpoints.EndpointOfAsync(entry.Copy), cancellationToken);
        if (there is null) return $"{entry.Copy} is not there";
        return there.Digest == content ? null : $"{entry.Copy} has other content, {there.Digest}; the catalogue says {content}";
    }

    private async Task<string?> ContentProblemAsync(CatalogEntry entry, Digest content, CancellationToken cancellationToken)
    {
        var image = await endpoints.EndpointOfAsync(entry.Copy.PinnedTo(content));
        var found = await _inspector.VerifyAsync(image, BlobSample.All with { IsRead = arguments.Deep }, cancellationToken);
        if (found is null) return $"its manifest {content} is not there";
        return found.IsWhole ? null : found.Problems;
    }

    private async Task<string?> PlatformProblemAsync(CatalogEntry entry, Digest content, CancellationToken cancellationToken)
    {
        if (arguments.Platforms.Count == 0) return null;
        var offered = entry.Image.Platforms?.Select(Platform.Parse).ToList()
            ?? (await _inspector.DescribeAsync(
                await endpoints.EndpointOfAsync(entry.Copy.PinnedTo(content)), cancellationToken)).Platforms;
        var missing = arguments.Platforms.Where(wanted => !offered.Any(wanted.Matches)).ToList();
        return missing.Count == 0 ? null : $"it has no {string.Join(", ", missing)}, only {string.Join(", ", offered)}";
    }
}
