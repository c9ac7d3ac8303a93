namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>What the sender of a request may do, by repository and action (pull, push).</summary>
internal sealed record Caller(Func<string, string, bool> Allows, bool AllowsEverything)
{
    public static Caller Anyone { get; } = new((_, _) => true, AllowsEverything: true);
}
