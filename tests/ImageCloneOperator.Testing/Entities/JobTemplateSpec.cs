namespace ImageCloneOperator.Testing.Entities;

/// <summary>What a cron job makes each of its jobs from.</summary>
public sealed record JobTemplateSpec
{
    public WorkloadSpec? Spec { get; set; }
}
