namespace ImageCloneOperator.Core.Rules;

/// <summary>
/// A glob as a list of steps, run as a nondeterministic automaton: the set of steps that could come next is advanced by one character at
/// a time, so there is nothing to backtrack to.
/// </summary>
internal sealed class GlobProgram
{
    private readonly Step[] _steps;

    private GlobProgram(Step[] steps) => _steps = steps;

    private enum Kind
    {
        Literal,
        AnyInSegment,
        Any,

        /// <summary>The two steps that follow may be left out together: <c>**/</c> also matches nothing.</summary>
        Optional,
    }

    public static GlobProgram Compile(string pattern)
    {
        var compiled = new List<Step>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '*')
            {
                compiled.Add(new Step(Kind.Literal, pattern[i]));
            }
            else if (!pattern.AsSpan(i).StartsWith("**"))
            {
                compiled.Add(new Step(Kind.AnyInSegment));
            }
            else
            {
                if (IsWholeSegment(pattern, i)) compiled.Add(new Step(Kind.Optional));
                compiled.Add(new Step(Kind.Any));
                i++;
            }
        }

        return new GlobProgram([.. compiled]);
    }

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (_steps is [{ Kind: Kind.Any }]) return true;

        Span<bool> current = stackalloc bool[_steps.Length + 1];
        Span<bool> next = stackalloc bool[_steps.Length + 1];
        Enter(current, 0);
        foreach (var c in text)
        {
            next.Clear();
            for (var i = 0; i < _steps.Length; i++)
            {
                if (current[i]) Advance(i, c, next);
            }

            var swap = current;
            current = next;
            next = swap;
        }

        return current[^1];
    }

    private void Advance(int at, char c, Span<bool> next)
    {
        var step = _steps[at];
        if (step.Kind == Kind.Literal)
        {
            if (step.Character == c) Enter(next, at + 1);
        }
        else if (step.Kind == Kind.Any || (step.Kind == Kind.AnyInSegment && c != '/'))
        {
            Enter(next, at);
        }
    }

    /// <summary>Marks a step, and those behind it that need no character to be reached.</summary>
    private void Enter(Span<bool> states, int at)
    {
        while (!states[at])
        {
            states[at] = true;
            if (at == _steps.Length || _steps[at].Kind == Kind.Literal) return;
            if (_steps[at].Kind == Kind.Optional) Enter(states, at + 3);
            at++;
        }
    }

    private static bool IsWholeSegment(string pattern, int at) =>
        (at == 0 || pattern[at - 1] == '/') && at + 2 < pattern.Length && pattern[at + 2] == '/';

    private readonly record struct Step(Kind Kind, char Character = '\0');
}
