using Spectre.Console;

namespace ImageCloneOperator.Commands;

/// <summary>Where commands write tables: as wide as the terminal, and in colours there alone.</summary>
internal static class TableConsole
{
    // Wide enough for a pipe: tools that read lines want no wrapping.
    private const int PipeWidth = 400;

    public static IAnsiConsole Create(TextWriter output)
    {
        var isPipe = Console.IsOutputRedirected || output != Console.Out;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isPipe ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPipe ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (isPipe) console.Profile.Width = PipeWidth;
        return console;
    }
}
