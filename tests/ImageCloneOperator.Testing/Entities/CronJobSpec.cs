namespace ImageCloneOperator.Testing.Entities;

/// <summary>What a cron job makes its jobs from.</summary>
public sealed record CronJobSpec
{
    public JobTemplateSpec? JobTemplate { get; set; }
}
