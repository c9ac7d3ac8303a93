using System.Globalization;
using FluentValidation;
using ImageCloneOperator.Api.Policies;

namespace ImageCloneOperator.Api.Validation;

internal static class RegistryRules
{
    private const int MaxPort = 65535;

    /// <summary>host[:port]; what is usually wrong has a message of its own.</summary>
    public static void IsRegistry<T>(this IRuleBuilder<T, string> rule) => rule.Custom((registry, context) =>
    {
        if (Error(registry) is { } message) context.AddFailure(message);
    });

    /// <summary>A port that fits the pattern may still be none.</summary>
    public static void HasPossiblePort<T>(this IRuleBuilder<T, string?> rule) => rule.Custom((registry, context) =>
    {
        if (registry is not null && PortError(registry) is { } message) context.AddFailure(message);
    });

    private static string? Error(string registry) =>
        registry.Length == 0 ? null
        : registry.Contains('/', StringComparison.Ordinal) ? $"'{registry}' is not allowed: {BackupTarget.NoSchemeOrPath}"
        : Patterns.IsMatch(Grammar.Registry, registry) ? PortError(registry)
        : $"'{registry}' is not allowed: {Grammar.RegistryHint}";

    private static string? PortError(string registry) =>
        int.TryParse(registry[(registry.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && registry.Contains(':', StringComparison.Ordinal)
        && port is 0 or > MaxPort
            ? $"'{registry}' is not allowed: a port is a number from 1 to {MaxPort}"
            : null;
}
