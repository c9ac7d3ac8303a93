using System.Globalization;
using System.Text;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>Splits a CEL expression into tokens (cel-spec, langdef.md, Syntax).</summary>
internal sealed class CelLexer(string source)
{
    private static readonly string[] Operators = ["&&", "||", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int at;

    public List<CelToken> Read()
    {
        var tokens = new List<CelToken>();
        while (SkipBlank()) tokens.Add(Next());
        tokens.Add(new CelToken(CelTokenKind.End, "<EOF>", source.Length));
        return tokens;
    }

    private bool SkipBlank()
    {
        while (at < source.Length)
        {
            if (source.AsSpan(at).StartsWith("//")) at = source.IndexOf('\n', at) is >= 0 and var end ? end : source.Length;
            else if (char.IsWhiteSpace(source[at])) at++;
            else return true;
        }

        return false;
    }

    private CelToken Next()
    {
        var c = source[at];
        if (char.IsAsciiDigit(c)) return Number();
        if (StringPrefix() is { } prefix) return Text(prefix);
        if (char.IsAsciiLetter(c) || c == '_') return Word();
        var symbol = Operators.FirstOrDefault(symbol => source.AsSpan(at).StartsWith(symbol))
            ?? throw CelErrors.Syntax(source, at, $"token recognition error at: '{c}'");
        at += symbol.Length;
        return new CelToken(CelTokenKind.Operator, symbol, at - symbol.Length);
    }

    private CelToken Word()
    {
        var start = at;
        while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_')) at++;
        return new CelToken(CelTokenKind.Identifier, source[start..at], start);
    }

    private CelToken Number()
    {
        var start = at;
        if (source.AsSpan(at).StartsWith("0x"))
        {
            at += 2;
            while (at < source.Length && char.IsAsciiHexDigit(source[at])) at++;
            return new CelToken(CelTokenKind.Int, long.Parse(source.AsSpan(start + 2, at - start - 2), NumberStyles.HexNumber).ToString(), start);
        }

        Digits();
        var isDouble = Fraction() | Exponent();
        var text = source[start..at];
        if (isDouble) return new CelToken(CelTokenKind.Double, text, start);
        if (at >= source.Length || source[at] is not ('u' or 'U')) return new CelToken(CelTokenKind.Int, text, start);
        at++;
        return new CelToken(CelTokenKind.Uint, text, start);
    }

    private void Digits()
    {
        while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
    }

    private bool Fraction()
    {
        if (at + 1 >= source.Length || source[at] != '.' || !char.IsAsciiDigit(source[at + 1])) return false;
        at++;
        Digits();
        return true;
    }

    private bool Exponent()
    {
        if (at + 1 >= source.Length || source[at] is not ('e' or 'E')) return false;
        at++;
        if (source[at] is '+' or '-') at++;
        Digits();
        return true;
    }

    // r"", b"", rb"" and the plain ones.
    private string? StringPrefix()
    {
        var end = at;
        while (end < source.Length && end - at < 2 && source[end] is 'r' or 'R' or 'b' or 'B') end++;
        return end < source.Length && source[end] is '"' or '\'' ? source[at..end].ToLowerInvariant() : null;
    }

    private CelToken Text(string prefix)
    {
        var start = at;
        at += prefix.Length;
        var quote = source.AsSpan(at).StartsWith("\"\"\"") || source.AsSpan(at).StartsWith("'''") ? source.Substring(at, 3) : source[at].ToString();
        at += quote.Length;
        var text = new StringBuilder();
        while (!source.AsSpan(at).StartsWith(quote))
        {
            if (at >= source.Length || (quote.Length == 1 && source[at] == '\n')) throw CelErrors.Syntax(source, start, $"token recognition error at: '{source[start..at]}'");
            if (source[at] == '\\' && !prefix.Contains('r', StringComparison.Ordinal)) Escape(text);
            else text.Append(source[at++]);
        }

        at += quote.Length;
        return new CelToken(prefix.Contains('b', StringComparison.Ordinal) ? CelTokenKind.Bytes : CelTokenKind.String, text.ToString(), start);
    }

    private void Escape(StringBuilder text)
    {
        var c = at + 1 < source.Length ? source[at + 1] : throw CelErrors.Syntax(source, at, "unterminated escape sequence");
        at += 2;
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case 'x' or 'X': Code(text, 2); break;
            case 'u': Code(text, 4); break;
            case 'U': Code(text, 8); break;
            case '\\' or '"' or '\'' or '`' or '?': text.Append(c); break;
            default: throw CelErrors.Syntax(source, at - 2, "invalid escape sequence");
        }
    }

    private void Code(StringBuilder text, int length)
    {
        if (at + length > source.Length || !int.TryParse(source.AsSpan(at, length), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            throw CelErrors.Syntax(source, at, "invalid escape sequence");
        text.Append(char.ConvertFromUtf32(code));
        at += length;
    }
}
