using System.Globalization;
using System.Net;
using FluentValidation;
using ImageCloneOperator.Api.Policies;

namespace ImageCloneOperator.Api.Validation.Rules;

internal static class RegistryRules
{
    private const int MaxPort = 65535;

    /// <summary>host[:port] that image references can begin with; what is usually wrong has a message of its own.</summary>
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
        : Patterns.IsMatch(Grammar.Registry, registry) ? PortError(registry) ?? AddressError(registry) ?? NameError(registry)
        : $"'{registry}' is not allowed: {Grammar.RegistryHint}";

    private static string? AddressError(string registry) =>
        registry[0] != '[' || (!registry.Contains('.', StringComparison.Ordinal)
            && IPAddress.TryParse(registry[1..registry.IndexOf(']', StringComparison.Ordinal)], out _))
            ? null
            : $"'{registry}' is not allowed: this is no IPv6 address in brackets, such as [::1]:5000";

    /// <summary>
    /// Docker reads a first word without dot and colon as a part of the repository, so no image could be pulled from there.
    /// </summary>
    private static string? NameError(string registry) =>
        registry is "localhost" || registry.AsSpan().IndexOfAny('.', ':') >= 0 || registry.Any(char.IsAsciiLetterUpper)
            ? null
            : $"'{registry}' is not allowed: image references would take it for a part of the repository; "
                + $"write its full name, or its port, such as {registry}:443";

    private static string? PortError(string registry) =>
        int.TryParse(registry[(registry.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && registry.Contains(':', StringComparison.Ordinal)
        && port is 0 or > MaxPort
            ? $"'{registry}' is not allowed: a port is a number from 1 to {MaxPort}"
            : null;
}
