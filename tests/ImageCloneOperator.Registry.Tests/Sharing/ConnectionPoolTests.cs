using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Tests.Sharing;

public sealed class ConnectionPoolTests : IDisposable
{
    private static readonly Uri Host = new("https://registry.example.com/");

    private readonly ManualTimeProvider _time = new();
    private readonly ConnectionPool _pool;

    public ConnectionPoolTests() => _pool = new ConnectionPool(new RegistryClientOptions(), new SharedHosts(_time), _time);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void A_host_that_is_asked_for_again_keeps_its_connections()
    {
        var first = _pool.Get(Host, new RegistryHostSettings());
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Same(first, _pool.Get(Host, new RegistryHostSettings { Mirror = "mirror.example.com" }));
        _time.Advance(TimeSpan.FromMinutes(9));

        Assert.Same(first, _pool.Get(Host, new RegistryHostSettings()));
    }

    [Fact]
    public void A_host_in_use_keeps_its_limits_whatever_its_connections()
    {
        var inUse = _pool.Get(Host, new RegistryHostSettings());
        _time.Advance(TimeSpan.FromHours(1));

        var later = _pool.Get(Host, new RegistryHostSettings { PlainHttp = true });

        Assert.NotSame(inUse, later);
        Assert.Same(inUse.Limits, later.Limits);
    }

    [Fact]
    public void Hosts_that_come_and_go_leave_nothing_behind()
    {
        for (var i = 0; i < 2_000; i++) _ = _pool.Get(new Uri($"https://r{i}.example.com/"), new RegistryHostSettings());
        Assert.Equal(2_000, _pool.Count);

        _time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(0, _pool.Count);
    }
}
