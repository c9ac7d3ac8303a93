namespace ImageCloneOperator.Testing.KubeApi.Cel.Syntax;

/// <summary>The syntax tree of an expression; macros are nodes of their own.</summary>
internal abstract record CelNode(int Position)
{
    internal sealed record Literal(int Position, object? Value) : CelNode(Position);

    internal sealed record Name(int Position, string Identifier) : CelNode(Position);

    internal sealed record Select(int Position, CelNode Target, string Field) : CelNode(Position);

    internal sealed record Has(int Position, CelNode Target, string Field) : CelNode(Position);

    internal sealed record Index(int Position, CelNode Target, CelNode Key) : CelNode(Position);

    internal sealed record Call(int Position, string Function, CelNode? Target, IReadOnlyList<CelNode> Arguments) : CelNode(Position);

    internal sealed record Operation(int Position, string Operator, IReadOnlyList<CelNode> Operands) : CelNode(Position);

    internal sealed record ListOf(int Position, IReadOnlyList<CelNode> Items) : CelNode(Position);

    /// <summary><c>target.all(x, body)</c>, or exists: one item decides.</summary>
    internal sealed record Loop(int Position, bool Exists, CelNode Target, string Variable, CelNode Body) : CelNode(Position);
}
