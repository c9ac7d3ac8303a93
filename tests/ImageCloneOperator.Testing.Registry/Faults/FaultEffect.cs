namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>What goes wrong. Effects may be combined.</summary>
public sealed record FaultEffect
{
    /// <summary>Answered instead of what the registry would say.</summary>
    public int? Status { get; init; }

    /// <summary>The code in the error body that comes with <see cref="Status"/>.</summary>
    public string Code { get; init; } = "UNKNOWN";

    public string Message { get; init; } = "a fault on demand";

    /// <summary>Set on the answer, in place of what is there.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> WithoutHeaders { get; init; } = [];

    /// <summary>The request is carried out first; only its answer is replaced or lost.</summary>
    public bool AfterCommit { get; init; }

    /// <summary>The connection closes without an answer.</summary>
    public bool Drop { get; init; }

    /// <summary>The connection breaks after so many bytes of the request's body; they are kept.</summary>
    public long? CutRequestAfter { get; init; }

    /// <summary>The connection breaks after so many bytes of the answer's body.</summary>
    public long? CutResponseAfter { get; init; }

    /// <summary>No more is read of the request's body after so many bytes, until the client gives up.</summary>
    public long? StallRequestAfter { get; init; }

    /// <summary>No more is sent of the answer's body after so many bytes, until the client gives up.</summary>
    public long? StallResponseAfter { get; init; }

    /// <summary>The byte of the answer's body in which one bit is flipped.</summary>
    public long? FlipBitAt { get; init; }

    /// <summary>How fast the answer's body is sent.</summary>
    public long? ResponseBytesPerSecond { get; init; }

    public TimeSpan Delay { get; init; }

    public static FaultEffect Answer(int status, string code = "UNKNOWN") => new() { Status = status, Code = code };

    /// <summary>429 with the time to wait in a Retry-After header: seconds or an HTTP date.</summary>
    public static FaultEffect TooManyRequests(string retryAfter) => Answer(429, "TOOMANYREQUESTS").With("Retry-After", retryAfter);

    /// <summary>The request is carried out, and nobody hears of it.</summary>
    public static FaultEffect LoseAnswer() => new() { AfterCommit = true, Drop = true };

    public static FaultEffect CutDownload(long afterBytes) => new() { CutResponseAfter = afterBytes };

    public static FaultEffect CutUpload(long afterBytes) => new() { CutRequestAfter = afterBytes };

    public FaultEffect With(string header, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) { [header] = value } };

    public FaultEffect Without(params string[] headers) => this with { WithoutHeaders = [.. WithoutHeaders, .. headers] };
}
