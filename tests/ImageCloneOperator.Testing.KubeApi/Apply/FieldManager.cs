namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>Who writes, and through which subresource ("" for the object itself).</summary>
public sealed record FieldManager(string Name, string Subresource = "");
