namespace ImageCloneOperator.Api.Schema;

/// <summary>The text must match this regular expression (Go's RE2 syntax).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute(string expression, string hint) : Attribute
{
    public string Expression { get; } = expression;

    /// <summary>What to write, for the person whose text does not match.</summary>
    public string Hint { get; } = hint;
}
