namespace ImageCloneOperator.Api.Schema;

/// <summary>The shortest and the longest duration that the field accepts, as texts such as 1m and 720h.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : Attribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;
}
