namespace ImageCloneOperator.Demo;

/// <summary>Whether what a check asks for has come true, and what was seen.</summary>
internal sealed record Finding(bool Holds, string Seen)
{
    public static Finding Yes(string seen) => new(true, seen);

    public static Finding No(string seen) => new(false, seen);
}
