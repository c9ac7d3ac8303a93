using System.CommandLine;

namespace ImageCloneOperator.Commands;

/// <summary>The option <c>--concurrency</c> of commands that work on many images.</summary>
internal static class ConcurrencyOption
{
    private const int Most = 64;

    public static Option<int> Create(string what)
    {
        var option = new Option<int>("--concurrency")
        {
            HelpName = "N",
            Description = $"How many images are {what} at the same time, 1 to {Most}",
            DefaultValueFactory = _ => 4,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value is >= 1 and <= Most))
                result.AddError($"--concurrency: '{token.Value}' is not a number from 1 to {Most}.");
        });
        return option;
    }
}
