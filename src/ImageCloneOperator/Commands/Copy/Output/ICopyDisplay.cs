using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>Shows how copies go. Copies call from several threads.</summary>
internal interface ICopyDisplay
{
    /// <summary>Runs the copies while showing them.</summary>
    Task RunAsync(Func<Task> copies);

    void Started(CopyPair pair, CopyProgress progress);

    void Ended(CopyOutcome outcome);
}
