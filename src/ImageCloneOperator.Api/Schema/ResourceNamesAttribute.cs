namespace ImageCloneOperator.Api.Schema;

/// <summary>The other names under which kubectl knows a custom resource.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResourceNamesAttribute : Attribute
{
    public string[] ShortNames { get; init; } = [];

    /// <summary>Groups of kinds that <c>kubectl get &lt;category&gt;</c> lists together.</summary>
    public string[] Categories { get; init; } = [];
}
