using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ImageCloneOperator.Core.Images;

/// <summary>
/// The identity of content, <c>algorithm:encoded</c> (OCI image-spec, descriptor.md, Digests). sha256 and sha512 are held to their
/// exact form; other algorithms pass when the grammar allows them. The default value is no digest and prints as nothing.
/// </summary>
public readonly record struct Digest
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> EncodedChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789=_-");

    private readonly string? _text;

    private Digest(string text) => _text = text;

    public string Algorithm => _text is null ? "" : _text[.._text.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The text after the colon: lower-case hex for sha256 and sha512.</summary>
    public string Encoded => _text is null ? "" : _text[(_text.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public bool IsSha256 => _text?.StartsWith("sha256:", StringComparison.Ordinal) == true;

    public static Digest Parse(string text) =>
        TryParse(text, out var digest)
            ? digest
            : throw new FormatException($"'{text}' is not a digest; write it as sha256: followed by 64 lower-case hex digits");

    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 1 || !IsWellFormed(text.AsSpan(0, colon), text.AsSpan(colon + 1))) return false;
        digest = new Digest(text!);
        return true;
    }

    /// <summary>The sha256 digest of these bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return FromHash("sha256", hash);
    }

    /// <summary>The digest for a hash that has been computed elsewhere, such as while a blob streamed.</summary>
    /// <exception cref="FormatException">The hash is not as long as the algorithm demands.</exception>
    public static Digest FromHash(string algorithm, ReadOnlySpan<byte> hash) => Parse($"{algorithm}:{Convert.ToHexStringLower(hash)}");

    public override string ToString() => _text ?? "";

    private static bool IsWellFormed(ReadOnlySpan<char> algorithm, ReadOnlySpan<char> encoded) => algorithm switch
    {
        "sha256" => encoded.Length == 64 && !encoded.ContainsAnyExcept(LowerHex),
        "sha512" => encoded.Length == 128 && !encoded.ContainsAnyExcept(LowerHex),
        _ => IsAlgorithm(algorithm) && !encoded.IsEmpty && !encoded.ContainsAnyExcept(EncodedChars),
    };

    private static bool IsAlgorithm(ReadOnlySpan<char> algorithm)
    {
        var afterSeparator = true;
        foreach (var c in algorithm)
        {
            var separator = c is '+' or '.' or '_' or '-';
            if (separator ? afterSeparator : !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))) return false;
            afterSeparator = separator;
        }

        return !afterSeparator;
    }
}
