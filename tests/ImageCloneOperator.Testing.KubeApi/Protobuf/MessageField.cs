namespace ImageCloneOperator.Testing.KubeApi.Protobuf;

/// <summary>A field of a message, with its type as the table writes it.</summary>
internal sealed record MessageField(string Name, string Type);
