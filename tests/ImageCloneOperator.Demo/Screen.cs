namespace ImageCloneOperator.Demo;

/// <summary>What the demo says; in colour where somebody looks at a terminal.</summary>
internal sealed class Screen(TextWriter output, bool colour)
{
    private const string Bold = "1";
    private const string Dim = "2";
    private const string Red = "31";
    private const string Green = "32";

    public static Screen Create(TextWriter output) =>
        new(output, colour: !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public void Title(string text) => output.WriteLine($"\n{Paint(Bold, $"== {text}")}");

    public void Line(string text) => output.WriteLine(text);

    public void Command(string text) => output.WriteLine(Paint(Dim, $"$ {text}"));

    public void Check(string what, Finding finding) => output.WriteLine(
        $"  {(finding.Holds ? Paint(Green, "ok     ") : Paint(Red, "MISSING"))}  "
            + $"{what}{(finding.Seen.Length > 0 ? Paint(Dim, $"  ({finding.Seen})") : "")}");

    private string Paint(string style, string text) => colour ? $"\e[{style}m{text}\e[0m" : text;
}
