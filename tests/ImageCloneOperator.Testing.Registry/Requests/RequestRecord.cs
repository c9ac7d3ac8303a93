namespace ImageCloneOperator.Testing.Registry.Requests;

/// <summary>
/// One request that the registry has seen. It is there from the request's first byte on and fills as the answer goes out.
/// </summary>
public sealed class RequestRecord
{
    private long _bytesIn;
    private long _bytesOut;
    private volatile int _status;

    public required string Method { get; init; }

    public required RequestKind Kind { get; init; }

    /// <summary>Empty where the path names none.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag, the digest or the upload session; empty where there is none.</summary>
    public required string Reference { get; init; }

    /// <summary>With its question mark.</summary>
    public required string Query { get; init; }

    public required string Host { get; init; }

    /// <summary>Basic or Bearer; null without credentials, which themselves are not recorded.</summary>
    public string? AuthorizationScheme { get; init; }

    /// <summary>Whether a W3C trace goes on in this registry.</summary>
    public bool CarriesTraceContext { get; init; }

    public string? Range { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>A fault struck it.</summary>
    public bool Faulted { get; internal set; }

    /// <summary>0 until an answer begins, and for good when none was given.</summary>
    public int Status
    {
        get => _status;
        internal set => _status = value;
    }

    /// <summary>Bytes of the request's body.</summary>
    public long BytesIn => Interlocked.Read(ref _bytesIn);

    /// <summary>Bytes of the answer's body.</summary>
    public long BytesOut => Interlocked.Read(ref _bytesOut);

    public override string ToString() => $"{Method} {Kind} {Repository} {Reference}{Query} -> {Status}";

    internal void CountIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    internal void CountOut(int bytes) => Interlocked.Add(ref _bytesOut, bytes);
}
