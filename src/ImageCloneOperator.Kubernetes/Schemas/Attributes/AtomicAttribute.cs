namespace ImageCloneOperator.Kubernetes.Schemas;

/// <summary>Server-side apply treats the object as one value: one owner for all of it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AtomicAttribute : Attribute;
