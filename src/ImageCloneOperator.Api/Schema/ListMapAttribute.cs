namespace ImageCloneOperator.Api.Schema;

/// <summary>The list is a map: its items are told apart by these fields, which must be unique, and merge one by one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(params string[] keys) : Attribute
{
    public string[] Keys { get; } = keys;
}
