namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>One entry of <c>x-kubernetes-validations</c>.</summary>
public sealed record CelRule(string Rule)
{
    public string? Message { get; init; }

    public string? MessageExpression { get; init; }

    public string? FieldPath { get; init; }

    public string? Reason { get; init; }
}
