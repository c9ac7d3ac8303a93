using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>Go's regular expressions, near enough: linear time, <c>$</c> and <c>\z</c> only at the very end.</summary>
internal static class Patterns
{
    private static readonly ConcurrentDictionary<string, Regex> Cache = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The pattern is malformed.</exception>
    public static Regex Compile(string pattern) => Cache.GetOrAdd(pattern, static text =>
        new Regex(
            EndAnchors(text),
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5)));

    public static bool IsMatch(string pattern, string text) => Compile(pattern).IsMatch(text);

    // .NET's $ also matches before a last newline; Go's doesn't.
    private static string EndAnchors(string pattern)
    {
        var result = new System.Text.StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length) result.Append(c).Append(pattern[++i]);
            else if (c == '$' && !inClass) result.Append(@"\z");
            else result.Append(c);
            inClass = c == '[' || (inClass && c != ']');
        }

        return result.ToString();
    }
}
