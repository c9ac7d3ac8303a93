using System.Collections.Concurrent;

namespace ImageCloneOperator.Benchmarks.Copying.Proxies;

/// <summary>What has gone through a proxy.</summary>
internal sealed class ProxyCounts
{
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private long _up;
    private long _down;
    private long _cutDownloadAt = -1;
    private long _cutUploadAt = -1;

    /// <summary>After how many bytes the first answer of more than that breaks.</summary>
    public long? CutDownloadAt
    {
        init => _cutDownloadAt = value ?? -1;
    }

    /// <summary>After how many bytes the first request of more than that (or of unknown length) breaks.</summary>
    public long? CutUploadAt
    {
        init => _cutUploadAt = value ?? -1;
    }

    public int Requests => _requests.Values.Sum();

    /// <summary>Bytes of requests' bodies.</summary>
    public long Up => Interlocked.Read(ref _up);

    /// <summary>Bytes of answers' bodies.</summary>
    public long Down => Interlocked.Read(ref _down);

    public int RequestsOf(string method) => _requests.GetValueOrDefault(method);

    public void CountRequest(string method) => _requests.AddOrUpdate(method, 1, (_, count) => count + 1);

    public void CountUp(int bytes) => Interlocked.Add(ref _up, bytes);

    public void CountDown(int bytes) => Interlocked.Add(ref _down, bytes);

    public long? TakeDownloadCut(long? length) => Take(ref _cutDownloadAt, length);

    public long? TakeUploadCut(long? length) => Take(ref _cutUploadAt, length);

    private static long? Take(ref long cut, long? length)
    {
        if (Interlocked.Read(ref cut) < 0 || length <= cut)
            return null;
        return Interlocked.Exchange(ref cut, -1) is >= 0 and var at ? at : null;
    }
}
