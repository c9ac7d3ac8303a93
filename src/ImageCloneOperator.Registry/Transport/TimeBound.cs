namespace ImageCloneOperator.Registry.Transport;

/// <summary>A token that ends with its caller's, or when time is up; the time can be set anew while it runs.</summary>
internal sealed class TimeBound : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration caller;

    public TimeBound(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        source = new CancellationTokenSource(limit, time);
        caller = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    public void Restart(TimeSpan limit) => source.CancelAfter(limit);

    public void Dispose()
    {
        caller.Dispose();
        source.Dispose();
    }
}
