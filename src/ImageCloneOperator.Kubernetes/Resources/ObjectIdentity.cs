using System.Runtime.InteropServices;

namespace ImageCloneOperator.Kubernetes.Resources;

/// <summary>Which object of its kind it is, and in which state: two objects of one key and different uids are different objects.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ObjectIdentity(EntityKey Key, string? Uid, string? ResourceVersion);
