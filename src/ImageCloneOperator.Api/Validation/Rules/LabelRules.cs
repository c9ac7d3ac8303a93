namespace ImageCloneOperator.Api.Validation.Rules;

internal static class LabelRules
{
    public static string? KeyError(string key) =>
        Patterns.IsMatch(Grammar.LabelKey, key) && key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..].Length <= Grammar.LabelMaxLength
            ? null
            : $"'{key}' is no label: write [prefix/]name, such as app.kubernetes.io/name";

    public static string? ValueError(string value) =>
        Patterns.IsMatch(Grammar.LabelValue, value) && value.Length <= Grammar.LabelMaxLength
            ? null
            : $"'{value}' is no label's value: use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends";
}
