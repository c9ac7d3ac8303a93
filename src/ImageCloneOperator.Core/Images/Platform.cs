using System.Diagnostics.CodeAnalysis;

namespace ImageCloneOperator.Core.Images;

/// <summary>
/// The platform that an image runs on, written <c>os/architecture[/variant][:os.version]</c>. Names are normalised (x86_64 is amd64,
/// arm64/v8 is arm64, armhf is arm/v7), so that equal platforms are equal values whoever wrote them.
/// </summary>
public sealed record Platform
{
    public Platform(string os, string architecture, string? variant = null, string? osVersion = null)
    {
        Os = os.ToLowerInvariant() is "macos" ? "darwin" : os.ToLowerInvariant();
        (Architecture, Variant) = Normalize(architecture.ToLowerInvariant(), variant is "" ? null : variant?.ToLowerInvariant());
        OsVersion = osVersion is "" ? null : osVersion;
    }

    public string Os { get; }

    public string Architecture { get; }

    public string? Variant { get; }

    /// <summary>Only Windows images carry one, such as 10.0.17763.1234.</summary>
    public string? OsVersion { get; }

    public static Platform Parse(string text) =>
        TryParse(text, out var platform)
            ? platform
            : throw new FormatException($"'{text}' is not a platform; write os/architecture[/variant][:os.version], such as linux/amd64");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Platform? platform)
    {
        platform = null;
        if (text is null) return false;

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var version = colon < 0 ? null : text[(colon + 1)..];
        var parts = (colon < 0 ? text : text[..colon]).Split('/');
        if (parts.Length is not (2 or 3) || !parts.All(IsWord) || (version is not null && !IsWord(version))) return false;

        platform = new Platform(parts[0], parts[1], parts.ElementAtOrDefault(2), version);
        return true;
    }

    /// <summary>
    /// Whether an image for <paramref name="offered"/> is one of those that this platform asks for. What this one leaves open (variant,
    /// os.version) is not asked for; an os.version asks for all its revisions.
    /// </summary>
    public bool Matches(Platform offered) =>
        Os == offered.Os
        && Architecture == offered.Architecture
        && (Variant is null || Variant == (offered.Variant ?? ImpliedVariant(offered.Architecture)))
        && (OsVersion is null || $"{offered.OsVersion}.".StartsWith($"{OsVersion}.", StringComparison.Ordinal));

    public override string ToString() =>
        $"{Os}/{Architecture}{(Variant is null ? "" : $"/{Variant}")}{(OsVersion is null ? "" : $":{OsVersion}")}";

    private static (string Architecture, string? Variant) Normalize(string architecture, string? variant) => (architecture, variant) switch
    {
        ("i386", _) => ("386", variant),
        ("amd64" or "x86_64" or "x86-64", null or "v1") => ("amd64", null),
        ("x86_64" or "x86-64", _) => ("amd64", variant),
        ("arm64" or "aarch64", null or "8" or "v8") => ("arm64", null),
        ("aarch64", _) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "5" or "6" or "7" or "8") => ("arm", $"v{variant}"),
        _ => (architecture, variant),
    };

    private static string? ImpliedVariant(string architecture) => architecture is "arm" ? "v7" : null;

    private static bool IsWord(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
