namespace ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

/// <summary>A <c>kind</c> line of the table of built-in definitions.</summary>
internal sealed record KindRow(string ApiVersion, string Kind, string Definition);
