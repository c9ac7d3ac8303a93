namespace ImageCloneOperator.Api.Schema;

/// <summary>The API server fills the field in, when it is left out, with the value that a new instance of the type has.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServerDefaultAttribute : Attribute;
