namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Who reports, and how much at most.</summary>
public sealed record EventRecorderOptions
{
    public string ReportingController { get; init; } = "imageclone.dev/image-clone-operator";

    /// <summary>Which of the controller's processes; at most 128 characters.</summary>
    public string ReportingInstance { get; init; } = Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName;

    /// <summary>Events that wait to be sent; more are dropped.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>How often the counts of repeated events are written.</summary>
    public TimeSpan SeriesInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An event that has not been repeated for this long begins a new series when it comes again.</summary>
    public TimeSpan SeriesEnd { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>How many different events one object may have within a series' time; more are dropped.</summary>
    public int MaxPerObject { get; init; } = 25;
}
