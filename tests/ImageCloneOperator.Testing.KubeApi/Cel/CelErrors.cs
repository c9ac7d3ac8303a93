namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>Compile errors with the place in the source, as cel-go prints them.</summary>
internal static class CelErrors
{
    public static CelException Syntax(string source, int position, string message) => At(source, position, "Syntax error: " + message);

    public static CelException At(string source, int position, string message)
    {
        var before = source[..Math.Min(position, source.Length)];
        var line = before.Count(c => c == '\n') + 1;
        var column = before.Length - (before.LastIndexOf('\n') + 1);
        var text = source.Split('\n')[line - 1];
        return new CelException($"ERROR: <input>:{line}:{column + 1}: {message}\n | {text}\n | {new string('.', column)}^");
    }
}
