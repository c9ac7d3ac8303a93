namespace ImageCloneOperator.Api.Schema;

/// <summary>
/// A rule in the Common Expression Language that the API server enforces (<c>x-kubernetes-validations</c>), with <c>self</c> for
/// the value and, in rules about changes, <c>oldSelf</c> for what it was.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class, AllowMultiple = true)]
public sealed class CelAttribute(string rule, string message) : Attribute
{
    public string Rule { get; } = rule;

    /// <summary>What to do instead, for the person whose manifest is refused.</summary>
    public string Message { get; } = message;
}
