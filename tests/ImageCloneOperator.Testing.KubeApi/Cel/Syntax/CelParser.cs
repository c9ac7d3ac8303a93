using System.Globalization;

namespace ImageCloneOperator.Testing.KubeApi.Cel.Syntax;

/// <summary>A recursive-descent parser of CEL (cel-spec, langdef.md, Syntax), with the macros expanded to nodes.</summary>
internal sealed class CelParser
{
    private const int MaxDepth = 100;

    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];

    private readonly string _source;
    private readonly List<CelToken> _tokens;
    private int _at;
    private int _depth;

    private CelParser(string source)
    {
        _source = source;
        _tokens = new CelLexer(source).Read();
    }

    private CelToken Current => _tokens[_at];

    /// <exception cref="CelException">A syntax error, with its place.</exception>
    public static CelNode Parse(string source)
    {
        var parser = new CelParser(source);
        var node = parser.Expression();
        return parser.Current.Kind == CelTokenKind.End ? node : throw parser.Unexpected();
    }

    private CelNode Expression()
    {
        if (++_depth > MaxDepth) throw CelErrors.Syntax(_source, Current.Position, "expression recursion limit exceeded");
        var condition = Binary(0);
        if (Accept("?") is { } mark)
        {
            var yes = Binary(0);
            Expect(":");
            condition = new CelNode.Operation(mark.Position, "?:", [condition, yes, Expression()]);
        }

        _depth--;
        return condition;
    }

    private CelNode Binary(int level)
    {
        if (level == Levels.Length) return Unary();
        var left = Binary(level + 1);
        while (Array.Exists(Levels[level], symbol => Is(symbol)))
        {
            var token = _tokens[_at++];
            left = new CelNode.Operation(token.Position, token.Text, [left, Binary(level + 1)]);
        }

        return left;
    }

    private CelNode Unary()
    {
        if (Accept("!") is { } not) return new CelNode.Operation(not.Position, "!", [Unary()]);
        if (Accept("-") is not { } minus) return Member();

        // The smallest integer has no positive counterpart to negate.
        if (Current.Kind == CelTokenKind.Int) _tokens[_at] = Current with { Text = "-" + Current.Text };
        else return new CelNode.Operation(minus.Position, "-", [Unary()]);
        return Member();
    }

    private CelNode Member()
    {
        var node = Primary();
        while (true)
        {
            if (Accept(".") is { } dot) node = Selection(node, dot.Position);
            else if (Accept("[") is { } bracket) node = Indexing(node, bracket.Position);
            else return node;
        }
    }

    private CelNode Selection(CelNode target, int position)
    {
        var name = Identifier();
        if (Accept("(") is not { } open) return new CelNode.Select(position, target, Unescape(name));
        var arguments = Arguments(")");
        return name is "all" or "exists" && arguments is [CelNode.Name variable, var body]
            ? new CelNode.Loop(open.Position, name == "exists", target, variable.Identifier, body)
            : new CelNode.Call(open.Position, name, target, arguments);
    }

    private CelNode.Index Indexing(CelNode target, int position)
    {
        var key = Expression();
        Expect("]");
        return new CelNode.Index(position, target, key);
    }

    private CelNode Primary()
    {
        var token = _tokens[_at++];
        switch (token.Kind)
        {
            case CelTokenKind.Int
                when long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer):
                return new CelNode.Literal(token.Position, integer);
            case CelTokenKind.Int: throw CelErrors.Syntax(_source, token.Position, "invalid int literal");
            case CelTokenKind.Double: return new CelNode.Literal(token.Position, double.Parse(token.Text, CultureInfo.InvariantCulture));
            case CelTokenKind.String: return new CelNode.Literal(token.Position, token.Text);
            case CelTokenKind.Identifier: return Named(token);
            case CelTokenKind.Operator when token.Text == ".": return Primary();
            case CelTokenKind.Operator when token.Text == "(": return Parenthesized();
            case CelTokenKind.Operator when token.Text == "[": return new CelNode.ListOf(token.Position, Arguments("]"));
        }

        _at--;
        throw Unexpected();
    }

    private CelNode Parenthesized()
    {
        var node = Expression();
        Expect(")");
        return node;
    }

    private CelNode Named(CelToken token)
    {
        switch (token.Text)
        {
            case "true": return new CelNode.Literal(token.Position, true);
            case "false": return new CelNode.Literal(token.Position, false);
            case "null": return new CelNode.Literal(token.Position, null);
        }

        if (Accept("(") is not { } open) return new CelNode.Name(token.Position, token.Text);
        var arguments = Arguments(")");
        if (token.Text != "has") return new CelNode.Call(open.Position, token.Text, null, arguments);
        return arguments is [CelNode.Select select]
            ? new CelNode.Has(open.Position, select.Target, select.Field)
            : throw CelErrors.At(_source, token.Position, "invalid argument to has() macro");
    }

    private List<CelNode> Arguments(string end)
    {
        var arguments = new List<CelNode>();
        while (Accept(end) is null)
        {
            if (arguments.Count > 0) Expect(",");
            if (end == "]" && Accept(end) is not null) return arguments;
            arguments.Add(Expression());
        }

        return arguments;
    }

    private bool Is(string symbol) => Current.Text == symbol && Current.Kind is (CelTokenKind.Operator or CelTokenKind.Identifier);

    private CelToken? Accept(string symbol) => Is(symbol) ? _tokens[_at++] : null;

    private void Expect(string symbol)
    {
        if (Accept(symbol) is null) throw Unexpected();
    }

    private string Identifier() => Current.Kind == CelTokenKind.Identifier ? _tokens[_at++].Text : throw Unexpected();

    // Field names that CEL cannot spell are escaped by the API server: a-b is a__dash__b, namespace is __namespace__.
    private static string Unescape(string name)
    {
        if (!name.Contains("__", StringComparison.Ordinal)) return name;
        if (name.Length > 4
            && name.StartsWith("__", StringComparison.Ordinal)
            && name.EndsWith("__", StringComparison.Ordinal)
            && !name[2..^2].Contains("__", StringComparison.Ordinal)
            && name is not ("__dot__" or "__dash__" or "__slash__" or "__underscores__")) return name[2..^2];
        return name.Replace("__dot__", ".", StringComparison.Ordinal).Replace("__dash__", "-", StringComparison.Ordinal)
            .Replace("__slash__", "/", StringComparison.Ordinal).Replace("__underscores__", "__", StringComparison.Ordinal);
    }

    private CelException Unexpected() => CelErrors.Syntax(_source, Current.Position, Current.Kind == CelTokenKind.End
        ? "mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', "
            + "NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"
        : $"extraneous input '{Current.Text}' expecting <EOF>");
}
