namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>A body has reached the byte after which its connection breaks.</summary>
internal sealed class BodyCutException() : IOException("cut on demand");
