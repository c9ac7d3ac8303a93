using System.CommandLine;

namespace ImageCloneOperator.Commands.Run;

/// <summary>
/// An option that may also be given by an environment variable: <c>--http-bind-address</c> is <c>IMAGE_CLONE_HTTP_BIND_ADDRESS</c>.
/// </summary>
internal static class Setting
{
    public static Option<T> Create<T>(string name, T fallback, string description, Func<string, T?> parse, string expected)
    {
        var variable = "IMAGE_CLONE_" + name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
        return new Option<T>(name)
        {
            Description = $"{description} [{variable}]",
            HelpName = name.TrimStart('-').Split('-')[^1],
            // A flag too: in a pod's arguments, false must be as easy to say as true.
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = result =>
                Environment.GetEnvironmentVariable(variable) is { } text ? Parse(text, variable, result.AddError) : fallback,
            CustomParser = result => Parse(result.Tokens.Single().Value, name, result.AddError),
        };

        T Parse(string text, string source, Action<string> fail)
        {
            if (parse(text) is { } value) return value;
            fail($"{source}: '{text}' is not {expected}.");
            return fallback;
        }
    }
}
