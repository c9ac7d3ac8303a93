using System.Net;
using ImageCloneOperator.Registry.Addresses;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Access;

/// <summary>Where others than the user name hosts, none of them leads into our own network.</summary>
public sealed class ConnectionRuleTests
{
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(71, 5_000));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1%2")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("192.0.2.7")]
    [InlineData("::ffff:192.0.2.7")]
    public async Task Local_addresses_and_those_of_refused_hosts_are_refused(string address)
    {
        var rules = new ConnectionRules { Refused = RefusedAddresses.Local, RefusedHosts = ["api.invalid", "192.0.2.7"] };

        Assert.True(await rules.RefusesAsync(IPAddress.Parse(address), CancellationToken.None));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("192.168.0.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("2001:db8::1", false)]
    public async Task Private_addresses_are_refused_only_where_asked_to(string address, bool isPrivate)
    {
        Assert.False(await Rules(RefusedAddresses.Local).RefusesAsync(IPAddress.Parse(address), CancellationToken.None));
        Assert.Equal(
            isPrivate, await Rules(RefusedAddresses.Private).RefusesAsync(IPAddress.Parse(address), CancellationToken.None));
    }

    [Fact]
    public async Task Registry_on_loopback_is_not_asked_unless_it_is_named()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        using var strict = Strict(pair.Target.Host);
        using var named = Strict(pair.Target.Host, pair.Source.Host);

        var failure = await Assert.ThrowsAsync<RegistryException>(() => strict.CopyAsync(pair.SourceImage, pair.TargetImage));

        Assert.Equal(RegistryErrorKind.RefusedAddress, failure.Kind);
        Assert.Empty(pair.Source.Requests.All);
        await named.CopyAsync(pair.SourceImage, pair.TargetImage);
        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Named_registry_sends_nobody_to_loopback()
    {
        await using var pair = await DevPair.StartAsync();
        await using var inside = await RegistryServer.StartAsync(new RegistryOptions());
        await pair.PushAsync(Image);
        pair.FaultAtSource(
            RequestKind.Blob, FaultEffect.Answer(307).With("Location", $"http://{inside.Host}/metrics"), times: int.MaxValue);
        using var strict = Strict(pair.Target.Host, pair.Source.Host);

        var failure = await Assert.ThrowsAsync<RegistryException>(() => strict.CopyAsync(pair.SourceImage, pair.TargetImage));

        Assert.Equal(RegistryErrorKind.RefusedAddress, failure.Kind);
        Assert.Empty(inside.Requests.All);
    }

    [Fact]
    public async Task Token_server_and_mirror_on_loopback_are_not_asked_unless_they_are_named()
    {
        await using var inside = await RegistryServer.StartAsync(new RegistryOptions());
        await using var source = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Token,
            Accounts = [new RegistryAccount("someone", "s3cret")],
            TokenServer = new TokenServerOptions { Realm = $"http://{inside.Host}/token" },
        });
        using var strict = Strict(source.Host);
        var endpoint = Copies.At($"{source.Host}/team/app:v1");

        var failure = await Assert.ThrowsAsync<RegistryException>(() => strict.Inspector.ResolveAsync(endpoint));
        await Assert.ThrowsAsync<RegistryException>(() => strict.Inspector.ResolveAsync(
            endpoint with { Settings = new RegistryHostSettings { Mirror = $"http://{inside.Host}" } }));

        Assert.Equal(RegistryErrorKind.RefusedAddress, failure.Kind);
        Assert.Empty(inside.Requests.All);
    }

    [Fact]
    public async Task Failure_of_a_host_that_is_not_named_is_told_in_one_sentence_whatever_it_was()
    {
        using var strict = Strict();
        string[] hosts = ["192.0.2.1:9", "nowhere.invalid"];
        var failures = new List<RegistryException>();
        foreach (var host in hosts)
            failures.Add(await Assert.ThrowsAsync<RegistryException>(() => strict.Inspector.PingAsync(Copies.At($"{host}/app:v1"))));

        Assert.Single(failures.Select(failure => failure.Detail).Distinct());
        Assert.Equal(2, failures.Select(failure => failure.Withheld).Distinct().Count());
        Assert.All(failures, failure => Assert.Null(failure.InnerException));
    }

    private static Copies Strict(params string[] named) => new(options => options with
    {
        ConnectTimeout = TimeSpan.FromMilliseconds(200),
        Rules = new ConnectionRules { Refused = RefusedAddresses.Local, IsNamed = named.Contains },
    });

    private static ConnectionRules Rules(RefusedAddresses refused) => new() { Refused = refused };
}
