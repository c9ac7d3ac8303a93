namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>What happens to the bytes of one body, in one direction.</summary>
internal sealed class BodyShape(long? cutAfter, long? stallAfter, long? flipBitAt, long? bytesPerSecond, TimeProvider time)
{
    private readonly long _limit = Math.Min(cutAfter ?? long.MaxValue, stallAfter ?? long.MaxValue);
    private long _passed;

    /// <summary>How many of the next bytes may pass in one go.</summary>
    /// <exception cref="BodyCutException">None: the connection breaks here.</exception>
    public async ValueTask<int> AllowAsync(int wanted, CancellationToken cancellationToken)
    {
        if (_passed >= _limit && stallAfter is not null)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        if (_passed >= _limit)
            throw new BodyCutException();
        // Twenty steps a second are smooth enough.
        var slice = bytesPerSecond is { } rate ? Math.Max(1, rate / 20) : int.MaxValue;
        return (int)Math.Min(wanted, Math.Min(_limit - _passed, slice));
    }

    /// <summary>The byte to damage among the next ones, or -1.</summary>
    public int DamageIn(int count) => flipBitAt is { } at && at >= _passed && at < _passed + count ? (int)(at - _passed) : -1;

    public async ValueTask PassedAsync(int count, CancellationToken cancellationToken)
    {
        _passed += count;
        if (bytesPerSecond is { } rate)
            await Task.Delay(TimeSpan.FromSeconds((double)count / rate), time, cancellationToken);
    }
}
