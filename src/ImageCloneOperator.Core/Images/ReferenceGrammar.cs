using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.Core.Images;

/// <summary>The words that image references are made of (distribution/reference, grammar), each read in one pass.</summary>
internal static class ReferenceGrammar
{
    public const int MaxNameLength = 255;
    public const int MaxTagLength = 128;

    private static readonly SearchValues<char> TagChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    public static bool IsTag(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxTagLength && text[0] is not ('.' or '-') && !text.ContainsAnyExcept(TagChars);

    public static bool IsRepository(ReadOnlySpan<char> text)
    {
        foreach (var component in text.Split('/'))
        {
            if (!IsPathComponent(text[component])) return false;
        }

        return true;
    }

    /// <summary>Lower-case letters and digits, held together by one of <c>.</c>, <c>_</c>, <c>__</c> or any number of <c>-</c>.</summary>
    public static bool IsPathComponent(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !IsAlphanumeric(text[0]) || !IsAlphanumeric(text[^1])) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (!IsAlphanumeric(text[i])) i++;
            if (i > start && !IsSeparator(text[start..i])) return false;
        }

        return true;
    }

    /// <summary>A host name, IPv4 address or IPv6 address in brackets, with or without a port.</summary>
    public static bool IsRegistry(ReadOnlySpan<char> text)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']');
        var host = hasPort ? text[..colon] : text;
        return (!hasPort || IsPort(text[(colon + 1)..])) && (host.StartsWith("[") ? IsBracketedIPv6(host) : IsHostName(host));
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static bool IsBracketedIPv6(ReadOnlySpan<char> host) =>
        host.EndsWith("]")
        && !host[1..^1].ContainsAny('.', '%')
        && IPAddress.TryParse(host[1..^1], out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsHostName(ReadOnlySpan<char> host)
    {
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-') return false;
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
            }
        }

        return true;
    }

    private static bool IsSeparator(ReadOnlySpan<char> run) => run is "." or "_" or "__" || !run.ContainsAnyExcept('-');

    private static bool IsAlphanumeric(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
