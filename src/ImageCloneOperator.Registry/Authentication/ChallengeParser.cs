using System.Text;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Reads WWW-Authenticate values: several challenges in one header, quoted strings with escapes and commas.</summary>
internal ref struct ChallengeParser(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private int position;

    /// <summary>The first challenge that can be answered: Bearer before Basic; none when there is neither.</summary>
    public static Challenge? Choose(IEnumerable<string> headers)
    {
        List<Challenge> all = [];
        foreach (var header in headers) all.AddRange(new ChallengeParser(header).Parse());
        return all.Find(challenge => challenge.IsBearer) ?? all.Find(challenge => challenge.IsBasic);
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
                position++;
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
        while (position < text.Length && text[position] is ' ' or '\t' or ',') position++;
        return position < text.Length;
    }

    private string ReadWord()
    {
        var start = position;
        while (position < text.Length && IsWordCharacter(text[position])) position++;
        return text[start..position].ToString();
    }

    private bool TryReadEquals()
    {
        var next = position;
        while (next < text.Length && text[next] is ' ' or '\t') next++;
        if (next >= text.Length || text[next] != '=') return false;
        position = next + 1;
        while (position < text.Length && text[position] is ' ' or '\t') position++;
        return true;
    }

    private string ReadValue()
    {
        if (position >= text.Length || text[position] != '"') return ReadWord();
        var value = new StringBuilder();
        for (position++; position < text.Length && text[position] != '"'; position++)
        {
            if (text[position] == '\\' && position + 1 < text.Length) position++;
            value.Append(text[position]);
        }

        position++;
        return value.ToString();
    }
}
