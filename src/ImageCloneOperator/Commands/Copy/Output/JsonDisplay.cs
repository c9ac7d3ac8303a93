using System.Text.Json;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>One JSON object a line.</summary>
internal sealed class JsonDisplay(TextWriter output) : ICopyDisplay
{
    private readonly Lock _lock = new();

    public Task RunAsync(Func<Task> copies) => copies();

    public void Started(CopyPair pair, CopyProgress progress)
    {
    }

    public void Ended(CopyOutcome outcome)
    {
        lock (_lock)
            output.WriteLine(JsonSerializer.Serialize(CopyReport.Of(outcome), CopyJson.Default.CopyReport));
    }
}
