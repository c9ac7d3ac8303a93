namespace ImageCloneOperator.Api.Schema;

/// <summary>The list is a set: no item may be there twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListSetAttribute : Attribute;
