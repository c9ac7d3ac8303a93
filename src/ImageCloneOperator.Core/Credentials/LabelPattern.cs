namespace ImageCloneOperator.Core.Credentials;

/// <summary>Go's filepath.Match on a label of a host: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a-z]</c>, <c>\</c> before a literal.</summary>
internal static class LabelPattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // An address such as [::1] is no character class.
        if (pattern.SequenceEqual(text)) return true;

        var (at, star, retry) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, retry) = (++at, i);
            }
            else if (MatchOne(pattern[at..], text[i]) is > 0 and var width)
            {
                at += width;
                i++;
            }
            else
            {
                if (star < 0) return false;
                at = star;
                i = ++retry;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    /// <summary>How much of the pattern this character uses up; 0 when it does not match.</summary>
    private static int MatchOne(ReadOnlySpan<char> pattern, char c) => pattern switch
    {
        [] => 0,
        ['?', ..] => 1,
        ['\\', var literal, ..] => literal == c ? 2 : 0,
        ['[', ..] => MatchClass(pattern, c),
        [var literal, ..] => literal == c ? 1 : 0,
    };

    private static int MatchClass(ReadOnlySpan<char> pattern, char c)
    {
        var end = pattern.IndexOf(']');
        if (end < 2) return 0;
        var negated = pattern[1] == '^';
        var members = pattern[(negated ? 2 : 1)..end];
        var contains = false;
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            contains |= isRange ? c >= members[i] && c <= members[i + 2] : c == members[i];
            if (isRange) i += 2;
        }

        return contains != negated ? end + 1 : 0;
    }
}
