using System.Text;

namespace ImageCloneOperator.Testing.KubeApi.Cel.Syntax;

/// <summary>Splits a CEL expression into tokens (cel-spec, langdef.md, Syntax).</summary>
internal sealed class CelLexer(string source)
{
    private static readonly string[] Operators =
    [
        "&&", "||", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]",
    ];

    private int _at;

    public List<CelToken> Read()
    {
        var tokens = new List<CelToken>();
        while (SkipBlank()) tokens.Add(Next());
        tokens.Add(new CelToken(CelTokenKind.End, "<EOF>", source.Length));
        return tokens;
    }

    private bool SkipBlank()
    {
        while (_at < source.Length)
        {
            if (char.IsWhiteSpace(source[_at])) _at++;
            else return true;
        }

        return false;
    }

    private CelToken Next()
    {
        var c = source[_at];
        if (char.IsAsciiDigit(c)) return Number();
        if (IsText()) return Text();
        if (char.IsAsciiLetter(c) || c == '_') return Word();
        var symbol = Operators.FirstOrDefault(symbol => source.AsSpan(_at).StartsWith(symbol))
            ?? throw CelErrors.Syntax(source, _at, $"token recognition error at: '{c}'");
        _at += symbol.Length;
        return new CelToken(CelTokenKind.Operator, symbol, _at - symbol.Length);
    }

    private CelToken Word()
    {
        var start = _at;
        while (_at < source.Length && (char.IsAsciiLetterOrDigit(source[_at]) || source[_at] == '_')) _at++;
        return new CelToken(CelTokenKind.Identifier, source[start.._at], start);
    }

    private CelToken Number()
    {
        var start = _at;
        Digits();
        var isDouble = Fraction() | Exponent();
        return new CelToken(isDouble ? CelTokenKind.Double : CelTokenKind.Int, source[start.._at], start);
    }

    private void Digits()
    {
        while (_at < source.Length && char.IsAsciiDigit(source[_at])) _at++;
    }

    private bool Fraction()
    {
        if (_at + 1 >= source.Length || source[_at] != '.' || !char.IsAsciiDigit(source[_at + 1])) return false;
        _at++;
        Digits();
        return true;
    }

    private bool Exponent()
    {
        if (_at + 1 >= source.Length || source[_at] is not ('e' or 'E')) return false;
        _at++;
        if (source[_at] is '+' or '-') _at++;
        Digits();
        return true;
    }

    private bool IsText()
    {
        var quote = _at + (source[_at] is 'r' or 'R' ? 1 : 0);
        return quote < source.Length && source[quote] is '"' or '\'';
    }

    private CelToken Text()
    {
        var start = _at;
        var isRaw = source[_at] is 'r' or 'R';
        if (isRaw) _at++;
        var quote = source[_at++];
        var text = new StringBuilder();
        while (_at < source.Length && source[_at] != quote && source[_at] != '\n')
            text.Append(source[_at] == '\\' && !isRaw ? Escape() : source[_at++]);
        if (_at >= source.Length || source[_at] != quote)
            throw CelErrors.Syntax(source, start, $"token recognition error at: '{source[start.._at]}'");
        _at++;
        return new CelToken(CelTokenKind.String, text.ToString(), start);
    }

    private char Escape()
    {
        _at += 2;
        return (_at <= source.Length ? source[_at - 1] : default) switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '\\' or '"' or '\'' or '`' or '?' => source[_at - 1],
            _ => throw CelErrors.Syntax(source, _at - 2, "invalid escape sequence"),
        };
    }
}
