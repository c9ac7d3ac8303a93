using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Kubernetes.Tests.Transport;

public sealed class RetryTests
{
    private int _requests;

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_read_is_tried_again_until_the_server_has_recovered(int code)
    {
        await using var api = await FailingAsync(times: 2, code);
        using var client = api.Client();

        Assert.Equal("it", (await client.GetAsync<V1Namespace>("it", null, Bound.Token()))?.Metadata.Name);
        Assert.Equal(3, _requests);
    }

    [Fact]
    public async Task A_write_is_tried_again_after_429_for_it_had_no_effect_but_not_after_500()
    {
        await using var busy = await FailingAsync(times: 1, 429);
        await using var broken = await FailingAsync(times: 1, 500);
        using var client = busy.Client();
        using var other = broken.Client();

        await client.CreateAsync(new V1Namespace { Metadata = new() { Name = "it" } }, Bound.Token());
        var exception = await Assert.ThrowsAsync<KubernetesApiException>(
            () => other.CreateAsync(new V1Namespace { Metadata = new() { Name = "it" } }, Bound.Token()));

        Assert.True(exception.IsServerError);
        Assert.Equal(3, _requests);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_patience_than_there_is_is_left_to_the_caller()
    {
        await using var api = await FailingAsync(times: 9, 503, retryAfter: "3600");
        using var client = api.Client();

        var exception = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync<V1Namespace>("it", null, Bound.Token()));

        Assert.Equal(TimeSpan.FromHours(1), exception.RetryAfter);
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task A_refused_credential_is_renewed_and_the_request_sent_once_more()
    {
        var source = new CountingSource();
        await using var api = await ApiStub.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer 2" ? 200 : 401;
            return context.Response.WriteAsync("""{"metadata":{"name":"it"}}""");
        });
        using var client = new KubernetesClient(new ClusterConfiguration { Server = api.Address, Credentials = source });

        Assert.NotNull(await client.PatchAsync<V1Namespace>("it", null, Patch.Merge([]), null, Bound.Token()));
        Assert.Equal(2, source.Issued);
    }

    [Fact]
    public async Task Failures_are_one_sentence_that_names_the_cluster_and_no_credential()
    {
        await using var api = await ApiStub.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        var configuration = new ClusterConfiguration
        {
            Server = api.Address,
            Source = "context \"x\" of /config",
            Credentials = new FixedCredential(Credential.Bearer("secret")),
        };
        using var client = new KubernetesClient(configuration);
        using var nowhere = new KubernetesClient(configuration with { Server = new("https://127.0.0.1:1") });

        var unauthorized = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync<V1Namespace>("it", null, Bound.Token()));
        var unreachable = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => nowhere.GetAsync<V1Namespace>("it", null, Bound.Token()));

        Assert.True(unauthorized.IsUnauthorized);
        Assert.Equal($"unauthorized: {api.Address} does not accept the credentials — context \"x\" of /config", unauthorized.Message);
        Assert.Equal("connection refused: https://127.0.0.1:1/ — is the cluster running? context \"x\" of /config", unreachable.Message);
        Assert.DoesNotContain("secret", unauthorized + "" + unreachable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_counted_by_verb_resource_and_code()
    {
        await using var api = await FailingAsync(times: 1, 500);
        using var meters = new TestMeters();
        using var client = new KubernetesClient(new ClusterConfiguration { Server = api.Address }, meters: meters);

        await client.GetAsync<V1Namespace>("it", null, Bound.Token());

        Assert.Equal((1, 1, 2), (
            meters.Sum("kubernetes.client.requests", "500"),
            meters.Sum("kubernetes.client.requests", "200"),
            meters.Sum("kubernetes.client.requests", "namespaces")));
    }

    private Task<ApiStub> FailingAsync(int times, int code, string? retryAfter = null) => ApiStub.StartAsync(context =>
    {
        Interlocked.Increment(ref _requests);
        if (Interlocked.Decrement(ref times) < 0)
            return context.Response.WriteAsync("""{"metadata":{"name":"it"}}""");
        context.Response.StatusCode = code;
        context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync("not JSON");
    });

    private sealed class CountingSource : ICredentialSource
    {
        public int Issued { get; private set; } = 1;

        public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Credential.Bearer($"{Issued}"));

        public bool Refused(Credential credential)
        {
            Issued++;
            return true;
        }
    }
}
