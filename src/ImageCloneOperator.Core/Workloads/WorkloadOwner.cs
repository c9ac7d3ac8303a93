namespace ImageCloneOperator.Core.Workloads;

/// <summary>The controller that owns an object, by its owner reference.</summary>
public sealed record WorkloadOwner(string ApiVersion, string Kind, string Name, string Uid = "")
{
    public string Group => ApiVersion.LastIndexOf('/') is var slash and > 0 ? ApiVersion[..slash] : "";

    public bool IsOf(WorkloadType type) => type.Kind == Kind && type.Group == Group;
}
