namespace ImageCloneOperator.Testing.KubeApi.Cel.Syntax;

internal enum CelTokenKind
{
    Identifier,
    Int,
    Double,
    String,
    Operator,
    End,
}

internal sealed record CelToken(CelTokenKind Kind, string Text, int Position);
