using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Testing.Registry.Storage.Content;

/// <summary>Digests as the image specification writes them: <c>sha256:…</c> and <c>sha512:…</c>.</summary>
internal static partial class ContentDigest
{
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    public static bool IsSha512(string digest) => digest.StartsWith("sha512:", StringComparison.Ordinal);

    public static string OfSha256(IncrementalHash hash) => "sha256:" + Convert.ToHexStringLower(hash.GetCurrentHash());

    public static string Of(ReadOnlySpan<byte> bytes, bool sha512 = false) => sha512
        ? "sha512:" + Convert.ToHexStringLower(SHA512.HashData(bytes))
        : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static async Task<string> OfSha512Async(IContent content, CancellationToken cancellationToken)
    {
        using var hash = SHA512.Create();
        await using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            await content.CopyToAsync(sink, 0, content.Length, cancellationToken);
        return "sha512:" + Convert.ToHexStringLower(hash.Hash!);
    }

    [GeneratedRegex(@"\A(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
