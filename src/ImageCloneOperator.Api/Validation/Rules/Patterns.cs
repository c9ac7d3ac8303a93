using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Api.Validation.Rules;

/// <summary>The schema's patterns as .NET reads them: its <c>$</c> would let a last line break pass, Go's does not.</summary>
internal static class Patterns
{
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    public static bool IsMatch(string expression, string text) =>
        Known.GetOrAdd(expression, pattern => new(pattern + @"\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture))
            .IsMatch(text);
}
