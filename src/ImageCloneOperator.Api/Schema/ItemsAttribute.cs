namespace ImageCloneOperator.Api.Schema;

/// <summary>Bounds of each item of a list of texts.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute : Attribute
{
    /// <summary>A regular expression in Go's RE2 syntax.</summary>
    public string? Pattern { get; init; }

    /// <summary>What to write, for the person whose item does not match.</summary>
    public string Hint { get; init; } = "";

    /// <summary>In characters; 0 says nothing.</summary>
    public int MinLength { get; init; }

    /// <summary>In characters; 0 says nothing.</summary>
    public int MaxLength { get; init; }
}
