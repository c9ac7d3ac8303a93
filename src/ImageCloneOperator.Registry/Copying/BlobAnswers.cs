using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>
/// What a round of verifications has learnt of blobs: each is asked for once in its repository, however many images share it.
/// </summary>
public sealed class BlobAnswers
{
    /// <summary>Serves all the blobs that are there: a cluster has tens of thousands.</summary>
    private static readonly Lazy<Task<BrokenPart?>> Whole = new(Task.FromResult<BrokenPart?>(null));

    private readonly ConcurrentDictionary<(string Registry, string Repository, Digest Digest), Lazy<Task<BrokenPart?>>> _answers = new();

    /// <returns>What is wrong with the blob; null where nothing is.</returns>
    internal async Task<BrokenPart?> GetAsync(
        (string Registry, string Repository, Digest Digest) blob,
        Func<Task<BrokenPart?>> ask,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = _answers.GetOrAdd(blob, _ => new Lazy<Task<BrokenPart?>>(ask));
            try
            {
                var broken = await answer.Value;
                if (broken is null) _answers[blob] = Whole;
                return broken;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever asked has given up, for a reason of its own image.
                _answers.TryRemove(KeyValuePair.Create(blob, answer));
            }
        }
    }
}
