namespace ImageCloneOperator.Testing.KubeApi.Cel;

internal enum CelTokenKind
{
    Identifier,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Operator,
    End,
}

internal sealed record CelToken(CelTokenKind Kind, string Text, int Position);
