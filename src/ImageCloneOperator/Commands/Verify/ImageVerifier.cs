using ImageCloneOperator.Commands.Verify.Reports;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>Looks at copies, some at the same time, and changes nothing.</summary>
internal sealed class ImageVerifier(VerifyArguments arguments, RegistryClient client)
{
    private readonly RegistryInspector _inspector = new(client);
    private readonly BlobAnswers _answers = new();

    /// <param name="policies">In the order of the result.</param>
    /// <param name="done">Is told of each copy that has been looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<VerifiedPolicy>> RunAsync(
        IReadOnlyList<PolicyCopies> policies, Action done, CancellationToken cancellationToken)
    {
        var verified = policies.Select(policy => new VerifiedPolicy(policy.Policy, new VerifiedImage[policy.Copies.Count])).ToList();
        var all = policies.SelectMany((policy, p) => policy.Copies.Select((copy, i) => (copy, p, i)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = arguments.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(all, options, async (item, token) =>
        {
            verified[item.p].Images[item.i] = await VerifyAsync(item.copy, token);
            done();
        });
        return verified;
    }

    private async Task<VerifiedImage> VerifyAsync(CopyToVerify copy, CancellationToken cancellationToken)
    {
        IReadOnlyList<VerifyProblem> problems = copy.Content is { } content
            ? await ProblemsAsync(copy, content, cancellationToken)
            : [new VerifyProblem(VerifyLevel.Copy, copy.WhyIncomplete)];
        return new VerifiedImage(copy.Source, copy.Copy.ToString(), copy.Content?.ToString(), problems);
    }

    private async Task<IReadOnlyList<VerifyProblem>> ProblemsAsync(
        CopyToVerify copy, Digest content, CancellationToken cancellationToken)
    {
        try
        {
            var logins = await copy.LoginsAsync(cancellationToken);
            var problems = new List<VerifyProblem>();
            foreach (var (i, login) in logins.Index())
                problems.AddRange(await ProblemsAsync(copy, content, login, isFirst: i == 0, cancellationToken));
            return [.. problems.Distinct()];
        }
        catch (RegistryConfigurationException incomplete)
        {
            return [new VerifyProblem(VerifyLevel.Registry, incomplete.Message)];
        }
    }

    private async Task<IReadOnlyList<VerifyProblem>> ProblemsAsync(
        CopyToVerify copy, Digest content, CopyLogin login, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var tag = await TagProblemAsync(copy, content, login, cancellationToken);
            VerifyProblem?[] problems = isFirst
                ? [
                    tag,
                    await ContentProblemAsync(content, login, cancellationToken),
                    await PlatformProblemAsync(copy, content, login, cancellationToken),
                ]
                : [tag];
            return [.. problems.OfType<VerifyProblem>()];
        }
        catch (RegistryException refused) when (refused.IsRefusal)
        {
            return [new VerifyProblem(VerifyLevel.Login, login.Who.Length == 0 ? refused.Message : $"{login.Who}: {refused.Message}")];
        }
        catch (RegistryException failure)
        {
            return [new VerifyProblem(VerifyLevel.Registry, failure.Message)];
        }
    }

    private async Task<VerifyProblem?> TagProblemAsync(
        CopyToVerify copy, Digest content, CopyLogin login, CancellationToken cancellationToken)
    {
        if (!copy.IsTagChecked) return null;
        var there = await _inspector.ResolveAsync(login.Endpoint, cancellationToken);
        if (there is null) return new(VerifyLevel.Copy, $"{copy.Copy} is not there");
        return there.Digest == content
            ? null
            : new(VerifyLevel.Copy, $"{copy.Copy} has other content, {there.Digest}, than the copy, {content}");
    }

    private async Task<VerifyProblem?> ContentProblemAsync(Digest content, CopyLogin login, CancellationToken cancellationToken)
    {
        var found = await _inspector.VerifyAsync(
            Pinned(login, content), BlobSample.All with { IsRead = arguments.Deep }, _answers, cancellationToken);
        if (found is null) return new(VerifyLevel.Content, $"its manifest {content} is not there");
        return found.IsWhole ? null : new(VerifyLevel.Content, found.Problems);
    }

    private async Task<VerifyProblem?> PlatformProblemAsync(
        CopyToVerify copy, Digest content, CopyLogin login, CancellationToken cancellationToken)
    {
        if (copy.Needed.Count == 0) return null;
        var offered = copy.Offered ?? (await _inspector.DescribeAsync(Pinned(login, content), cancellationToken)).Platforms;
        var missing = PlatformNeeds.Missing(copy.Needed, offered, copy.IsWhole);
        return missing.Count == 0
            ? null
            : new(VerifyLevel.Platform, $"it has no {string.Join(", ", missing)}, only {string.Join(", ", offered)}");
    }

    private static RegistryEndpoint Pinned(CopyLogin login, Digest content) =>
        login.Endpoint with { Image = login.Endpoint.Image.PinnedTo(content) };
}
