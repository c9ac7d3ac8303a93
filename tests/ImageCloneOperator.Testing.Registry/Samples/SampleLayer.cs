namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>
/// A gzipped tar with one file of so many bytes. The same name and size always give the same content, another name another.
/// </summary>
public sealed record SampleLayer(string Name, long Size);
