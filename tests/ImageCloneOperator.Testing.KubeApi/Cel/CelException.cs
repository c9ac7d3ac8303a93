namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>An expression that cannot be compiled, or a runtime error such as a missing key.</summary>
public sealed class CelException(string message) : Exception(message);
