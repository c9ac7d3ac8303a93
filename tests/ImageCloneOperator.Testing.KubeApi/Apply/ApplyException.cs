namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>An applied configuration that doesn't fit the kind's schema; a real API server answers it with 500 and this message.</summary>
public sealed class ApplyException(string message) : Exception(message);
