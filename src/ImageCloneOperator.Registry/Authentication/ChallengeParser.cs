using System.Text;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Reads WWW-Authenticate values: several challenges in one header, quoted strings with escapes and commas.</summary>
internal ref struct ChallengeParser(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <returns>The challenges that can be answered, Bearer before Basic.</returns>
    public static IReadOnlyList<Challenge> Read(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? Read(values) : [];

    /// <inheritdoc cref="Read(HttpResponseMessage)"/>
    public static IReadOnlyList<Challenge> Read(IEnumerable<string> headers)
    {
        List<Challenge> all = [];
        foreach (var header in headers) all.AddRange(new ChallengeParser(header).Parse());
        return [.. all.Where(challenge => challenge.IsBearer), .. all.Where(challenge => challenge.IsBasic)];
    }

    public List<Challenge> Parse()
    {
        List<Challenge> challenges = [];
        Dictionary<string, string>? parameters = null;
        while (SkipSeparators())
        {
            var word = ReadWord();
            if (word.Length == 0)
            {
                _position++;
                continue;
            }

            if (TryReadEquals())
            {
                parameters?.TryAdd(word, ReadValue());
                continue;
            }

            parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            challenges.Add(new Challenge(word, parameters));
        }

        return challenges;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~/:".Contains(c);

    private bool SkipSeparators()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or ',') _position++;
        return _position < _text.Length;
    }

    private string ReadWord()
    {
        var start = _position;
        while (_position < _text.Length && IsWordCharacter(_text[_position])) _position++;
        return _text[start.._position].ToString();
    }

    private bool TryReadEquals()
    {
        var next = _position;
        while (next < _text.Length && _text[next] is ' ' or '\t') next++;
        if (next >= _text.Length || _text[next] != '=') return false;
        _position = next + 1;
        while (_position < _text.Length && _text[_position] is ' ' or '\t') _position++;
        return true;
    }

    private string ReadValue()
    {
        if (_position >= _text.Length || _text[_position] != '"') return ReadWord();
        var value = new StringBuilder();
        for (_position++; _position < _text.Length && _text[_position] != '"'; _position++)
        {
            if (_text[_position] == '\\' && _position + 1 < _text.Length) _position++;
            value.Append(_text[_position]);
        }

        _position++;
        return value.ToString();
    }
}
