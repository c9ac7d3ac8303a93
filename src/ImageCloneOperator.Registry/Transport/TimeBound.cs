namespace ImageCloneOperator.Registry.Transport;

/// <summary>A token that ends with its caller's, or when time is up; the time can be set anew while it runs.</summary>
internal sealed class TimeBound : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;

    public TimeBound(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _source = new CancellationTokenSource(limit, time);
        _caller = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public void Restart(TimeSpan limit) => _source.CancelAfter(limit);

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
