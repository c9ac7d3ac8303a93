using System.Globalization;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Registry.Transport.Limits;
using ImageCloneOperator.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Registries and token servers that take so many requests and no more.</summary>
public sealed class RateTests
{
    [Fact]
    public async Task Images_beyond_the_rate_of_a_registry_wait_their_turn()
    {
        await using var pair = await DevPair.StartAsync();
        var images = Enumerable.Range(0, 120).Select(i => SampleManifest.Image("amd64", SampleBlob.Layer(7200 + i, 100))).ToList();
        foreach (var (i, image) in images.Index()) await pair.PushAsync(image, tag: $"t{i}");
        var quota = new Quota(perSecond: 40);
        pair.Target.Interceptor = (context, serve) =>
            HttpMethods.IsPut(context.Request.Method)
            && context.Request.Path.Value!.Contains("/manifests/", StringComparison.Ordinal)
            && !quota.Take()
                ? RefuseAsync(context)
                : serve();

        await Task.WhenAll(images.Index().Select(
            entry => pair.Copies.CopyAsync(
                $"{pair.Source.Host}/team/app:t{entry.Index}", $"{pair.Target.Host}/backup/app:t{entry.Index}")));

        pair.Target.Interceptor = null;
        foreach (var (i, image) in images.Index()) await pair.AssertArrivedAsync(image, tag: $"t{i}");
    }

    [Fact]
    public async Task Pace_halves_at_a_refusal_and_comes_back_within_minutes()
    {
        var time = new ManualTimeProvider();
        var pace = new RequestPace(time);
        for (var i = 0; i < 20; i++) pace.Served();

        pace.Refused();
        pace.Refused();

        Assert.InRange(await SpacingAsync(pace, time), TimeSpan.FromSeconds(0.08), TimeSpan.FromSeconds(0.1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange(await SpacingAsync(pace, time), TimeSpan.FromSeconds(0.04), TimeSpan.FromSeconds(0.055));
        pace.Refused();
        Assert.InRange(await SpacingAsync(pace, time), TimeSpan.FromSeconds(0.065), TimeSpan.FromSeconds(0.1));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(TimeSpan.Zero, await SpacingAsync(pace, time));
    }

    [Theory]
    [InlineData("1")]
    [InlineData(null)]
    public async Task Token_server_that_asks_to_wait_is_waited_for(string? retryAfter)
    {
        var account = new RegistryAccount("someone", "s3cret");
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [account] });
        var refusals = 8;
        source.Interceptor = (context, serve) =>
        {
            if (context.Request.Path != "/token" || Interlocked.Decrement(ref refusals) < 0) return serve();
            if (retryAfter is not null) refusals = 0;
            if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
            return RefuseAsync(context);
        };
        using var copies = new Copies();
        var endpoint = Copies.At($"{source.Host}/team/app:v1") with
        {
            Credentials = new FixedCredentials(new RegistryCredential { Username = account.User, Password = account.Password }),
        };

        Assert.Null(await copies.Inspector.ResolveAsync(endpoint));
    }

    [Fact]
    public async Task Token_server_is_not_asked_before_the_time_that_it_named()
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token });
        var (first, refusals) = (0L, 0);
        source.Interceptor = (context, serve) =>
        {
            if (context.Request.Path != "/token") return serve();
            if (first == 0) first = TimeProvider.System.GetTimestamp();
            if (TimeProvider.System.GetElapsedTime(first) >= TimeSpan.FromSeconds(0.9)) return serve();
            refusals++;
            context.Response.Headers.RetryAfter = "1";
            return RefuseAsync(context);
        };
        using var copies = new Copies();

        await Assert.ThrowsAsync<RegistryException>(() => copies.Inspector.ResolveAsync(Copies.At($"{source.Host}/team/app:v1")));

        Assert.Equal(1, refusals);
    }

    [Fact]
    public async Task Token_server_that_keeps_asking_to_wait_is_told_as_such()
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token });
        source.Interceptor = (context, serve) =>
        {
            if (context.Request.Path != "/token") return serve();
            context.Response.Headers.RetryAfter = "300";
            return RefuseAsync(context);
        };
        using var copies = new Copies();

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => copies.Inspector.ResolveAsync(Copies.At($"{source.Host}/team/app:v1")));

        Assert.Equal(RegistryErrorKind.RateLimited, failure.Kind);
        Assert.NotNull(failure.RetryAt);
    }

    [Theory]
    [InlineData("Retry-After", "8640000")]
    [InlineData("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT")]
    [InlineData("ratelimit-reset", "unix")]
    public async Task Wait_that_one_answer_asks_for_ends_after_hours_and_the_pause_of_its_host_after_minutes(string header, string value)
    {
        await using var pair = await DevPair.StartAsync();
        pair.Source.Interceptor = (context, _) =>
        {
            var later = TimeProvider.System.GetUtcNow().AddDays(100).ToUnixTimeSeconds();
            context.Response.Headers["ratelimit-remaining"] = "0";
            context.Response.Headers[header] = value == "unix" ? later.ToString(CultureInfo.InvariantCulture) : value;
            return RefuseAsync(context);
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(pair.CopyAsync);

        var next = await Assert.ThrowsAsync<RegistryException>(pair.CopyAsync);
        Assert.All([failure, next], AssertTellsOfTheWait);
        Assert.InRange(failure.RetryAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(359), TimeSpan.FromHours(6));
        Assert.InRange(next.RetryAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Account_that_is_over_its_limit_holds_up_no_other_account_at_the_host()
    {
        RegistryAccount[] accounts = [new("over", "s3cret"), new("other", "s3cret")];
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = accounts });
        source.Interceptor = (context, serve) =>
        {
            if (context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String("over:s3cret"u8)}") return serve();
            context.Response.Headers.RetryAfter = "300";
            return RefuseAsync(context);
        };
        using var copies = new Copies();

        var refused = await Assert.ThrowsAsync<RegistryException>(() => copies.Inspector.ResolveAsync(As(accounts[0])));

        Assert.Equal(RegistryErrorKind.RateLimited, refused.Kind);
        Assert.Null(await copies.Inspector.ResolveAsync(As(accounts[1])));
        var asked = source.Requests.All.Count;
        await Assert.ThrowsAsync<RegistryException>(() => copies.Inspector.ResolveAsync(As(accounts[0])));
        Assert.Equal(asked, source.Requests.All.Count);

        RegistryEndpoint As(RegistryAccount account) => Copies.At($"{source.Host}/team/app:v1") with
        {
            Credentials = new FixedCredentials(new RegistryCredential { Username = account.User, Password = account.Password }),
        };
    }

    [Fact]
    public void Reset_in_seconds_and_as_a_time_since_1970_mean_the_same()
    {
        var now = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(now.AddSeconds(30), ResetOf("30", now));
        Assert.Equal(now.AddSeconds(30), ResetOf(now.AddSeconds(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), now));
    }

    private static void AssertTellsOfTheWait(RegistryException failure)
    {
        Assert.Equal(RegistryErrorKind.RateLimited, failure.Kind);
        Assert.Contains("is asked again", failure.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset? ResetOf(string value, DateTimeOffset now)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("ratelimit-remaining", "0;w=60");
        response.Headers.TryAddWithoutValidation("ratelimit-reset", value);
        return RateLimits.RetryAt(response, now);
    }

    /// <summary>How long the second of two requests waits.</summary>
    private static async Task<TimeSpan> SpacingAsync(RequestPace pace, ManualTimeProvider time)
    {
        time.Advance(TimeSpan.FromSeconds(10));
        await pace.TakeAsync(CancellationToken.None);
        var second = pace.TakeAsync(CancellationToken.None).AsTask();
        var started = time.GetUtcNow();
        while (!second.IsCompleted) time.Advance(TimeSpan.FromMilliseconds(1));
        await second;
        return time.GetUtcNow() - started;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = 429;
        return Task.CompletedTask;
    }

    /// <summary>So many in each second, as ECR counts.</summary>
    private sealed class Quota(int perSecond)
    {
        private readonly Lock _gate = new();
        private readonly Queue<long> _taken = new();

        public bool Take()
        {
            lock (_gate)
            {
                while (_taken.TryPeek(out var oldest) && TimeProvider.System.GetElapsedTime(oldest) > TimeSpan.FromSeconds(1))
                    _taken.Dequeue();
                if (_taken.Count >= perSecond) return false;
                _taken.Enqueue(TimeProvider.System.GetTimestamp());
                return true;
            }
        }
    }
}
