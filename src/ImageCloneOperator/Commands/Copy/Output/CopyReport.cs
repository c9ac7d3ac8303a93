namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>One image in JSON output.</summary>
internal sealed record CopyReport
{
    public required string Source { get; init; }

    public required string Target { get; init; }

    /// <summary>copied, upToDate, wouldCopy or failed.</summary>
    public required string Status { get; init; }

    public string? SourceDigest { get; init; }

    public string? TargetDigest { get; init; }

    public string? PreviousDigest { get; init; }

    public string? MediaType { get; init; }

    public IReadOnlyList<string>? Platforms { get; init; }

    public long? SizeBytes { get; init; }

    public long? BytesTransferred { get; init; }

    public long? BytesMounted { get; init; }

    public long? BytesReused { get; init; }

    public long? Requests { get; init; }

    public double Seconds { get; init; }

    /// <summary>Facts that could not be found out, such as referrers that the source refuses to list.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    public CopyFailure? Error { get; init; }

    public static CopyReport Of(CopyOutcome outcome)
    {
        var report = new CopyReport
        {
            Source = outcome.Pair.Source.ToString(),
            Target = outcome.Pair.Target.ToString(),
            Status = "failed",
            Error = outcome.Failure,
            Seconds = Math.Round(outcome.Took.TotalSeconds, 3),
        };
        return outcome switch
        {
            { Result: { } result } => report.With(result),
            { Forecast: { } forecast } => report.With(forecast),
            _ => report,
        };
    }

    private CopyReport With(Registry.Copying.CopyResult result) => this with
    {
        Status = result.UpToDate ? "upToDate" : "copied",
        SourceDigest = result.SourceDigest.ToString(),
        TargetDigest = result.TargetDigest.ToString(),
        PreviousDigest = result.PreviousDigest?.ToString(),
        MediaType = result.MediaType,
        Platforms = result.UpToDate ? null : [.. result.Platforms.Select(platform => platform.ToString())],
        SizeBytes = result.UpToDate ? null : result.SizeBytes,
        BytesTransferred = result.Progress.BytesTransferred,
        BytesMounted = result.Progress.BytesMounted,
        BytesReused = result.Progress.BytesReused,
        Requests = result.Requests,
        Warnings = result.Warnings.Count > 0 ? result.Warnings : null,
    };

    private CopyReport With(CopyForecast forecast) => this with
    {
        Status = forecast.UpToDate ? "upToDate" : "wouldCopy",
        SourceDigest = forecast.Source.ToString(),
        PreviousDigest = forecast.UpToDate ? null : forecast.Target?.ToString(),
        TargetDigest = forecast.UpToDate ? forecast.Target?.ToString() : null,
        MediaType = forecast.Image?.MediaType,
        Platforms = forecast.Image?.Platforms.Select(platform => platform.ToString()).ToList(),
        SizeBytes = forecast.Image?.SizeBytes,
    };
}
