using System.Collections.Concurrent;

namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>
/// What several processes that ask the same registries have in common: they divide what a host bears, and tell of its pauses.
/// </summary>
public sealed class SharedHosts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _pauses = new(StringComparer.OrdinalIgnoreCase);
    private int _processes = 1;

    /// <summary>Among how many processes to divide each limit on requests to one host.</summary>
    public int Processes
    {
        get => Volatile.Read(ref _processes);
        set => Volatile.Write(ref _processes, Math.Max(1, value));
    }

    /// <summary>The hosts that want to be left alone, and until when.</summary>
    public IEnumerable<(string Host, DateTimeOffset Until)> Pauses =>
        _pauses.Where(pause => pause.Value > time.GetUtcNow()).Select(pause => (pause.Key, pause.Value));

    /// <summary>In the past where nothing keeps the host from being asked.</summary>
    public DateTimeOffset PausedUntil(string host) => _pauses.GetValueOrDefault(host);

    /// <summary>The host is asked nothing until then; a pause is never shortened.</summary>
    public void Pause(string host, DateTimeOffset until)
    {
        foreach (var over in _pauses.Where(pause => pause.Value <= time.GetUtcNow()).ToList()) _pauses.TryRemove(over);
        _pauses.AddOrUpdate(host, until, (_, known) => until > known ? until : known);
    }
}
