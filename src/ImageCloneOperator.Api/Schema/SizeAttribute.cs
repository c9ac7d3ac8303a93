namespace ImageCloneOperator.Api.Schema;

/// <summary>
/// How many characters a text has, or how many items a list. (The framework's own MaxLengthAttribute cannot be compiled natively.)
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeAttribute : Attribute
{
    /// <summary>0 says nothing.</summary>
    public int Min { get; init; }

    /// <summary>0 says nothing.</summary>
    public int Max { get; init; }
}
