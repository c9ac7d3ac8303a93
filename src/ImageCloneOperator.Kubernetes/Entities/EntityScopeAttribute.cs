namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Whether objects of a kind live in namespaces, as they do without this attribute, or in the cluster itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EntityScopeAttribute(EntityScope scope) : Attribute
{
    public EntityScope Scope { get; } = scope;
}
