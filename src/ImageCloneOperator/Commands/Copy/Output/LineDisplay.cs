using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>A line for each image that is done; failures go where errors go.</summary>
internal sealed class LineDisplay(TextWriter output, TextWriter error) : ICopyDisplay
{
    private readonly Lock _lock = new();

    public Task RunAsync(Func<Task> copies) => copies();

    public void Started(CopyPair pair, CopyProgress progress)
    {
    }

    public void Ended(CopyOutcome outcome)
    {
        lock (_lock)
        {
            (outcome.Failure is null ? output : error).WriteLine(CopyText.Of(outcome));
            foreach (var warning in CopyText.Warnings(outcome)) error.WriteLine(warning);
        }
    }
}
