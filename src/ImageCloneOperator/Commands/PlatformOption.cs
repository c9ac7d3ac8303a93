using System.CommandLine;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands;

/// <summary>The option <c>--platform</c>.</summary>
internal static class PlatformOption
{
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>("--platform") { HelpName = "PLATFORM", Description = description };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Platform.TryParse(token.Value, out _)))
            {
                result.AddError(
                    $"--platform: '{token.Value}' is not a platform; write os/architecture[/variant], such as linux/amd64.");
            }
        });
        return option;
    }
}
