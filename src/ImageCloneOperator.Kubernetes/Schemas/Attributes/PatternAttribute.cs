namespace ImageCloneOperator.Kubernetes.Schemas;

/// <summary>The text must match this regular expression (Go's RE2 syntax).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute(string expression) : Attribute
{
    public string Expression { get; } = expression;
}
