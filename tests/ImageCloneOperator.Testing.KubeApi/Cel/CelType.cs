namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>The value of <c>type(x)</c>, and of type names such as <c>string</c>.</summary>
internal sealed record CelType(string Name);
