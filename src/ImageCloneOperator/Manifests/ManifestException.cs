namespace ImageCloneOperator.Manifests;

/// <summary>A file, document or field that cannot be read; the message names it.</summary>
public sealed class ManifestException(string message) : Exception(message);
