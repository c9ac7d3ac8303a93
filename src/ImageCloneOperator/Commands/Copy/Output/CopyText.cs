using System.Globalization;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>An outcome as one line for people.</summary>
internal static class CopyText
{
    public static string Of(CopyOutcome outcome) => outcome switch
    {
        { Failure: { } failure } => $"error: {outcome.Pair}: {failure.Message}",
        { Result: { UpToDate: true } result } => $"up to date: {outcome.Pair} ({result.TargetDigest})",
        { Result: { } result } => $"copied: {outcome.Pair} ({result.TargetDigest}) in {Seconds(outcome.Took)}: {Bytes(result)}",
        { Forecast: { Image: { } image } forecast } => $"would copy: {outcome.Pair} ({image.Digest}): {Describe(image)}{Moved(forecast)}",
        _ => $"up to date: {outcome.Pair} ({outcome.Forecast!.Source})",
    };

    public static IEnumerable<string> Warnings(CopyOutcome outcome) =>
        (outcome.Result?.Warnings ?? []).Select(warning => $"warning: {outcome.Pair}: {warning}");

    private static string Bytes(CopyResult result)
    {
        var progress = result.Progress;
        var parts = new List<string> { $"{ByteText.Of(progress.BytesTransferred)} sent" };
        if (progress.BytesMounted > 0)
            parts.Add($"{ByteText.Of(progress.BytesMounted)} mounted");
        if (progress.BytesReused > 0)
            parts.Add($"{ByteText.Of(progress.BytesReused)} there already");
        return string.Join(", ", parts);
    }

    private static string Describe(ImageDescription image) =>
        string.Join(
            ", ", [ByteText.Of(image.SizeBytes), $"{image.Blobs} blobs", .. image.Platforms.Select(platform => platform.ToString())]);

    private static string Moved(CopyForecast forecast) => forecast.Target is { } old ? $"; it replaces {old}" : "";

    private static string Seconds(TimeSpan took) => took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
