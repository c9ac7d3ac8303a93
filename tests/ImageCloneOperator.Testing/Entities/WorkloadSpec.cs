namespace ImageCloneOperator.Testing.Entities;

/// <summary>The part that the specs of all workloads share.</summary>
public sealed record WorkloadSpec
{
    public PodTemplateSpec? Template { get; set; }
}
