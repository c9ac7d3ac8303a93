using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Kubernetes.Tests.Transport;

/// <summary>The official client's operations go over our transport.</summary>
public sealed class TypedOperationTests
{
    private readonly List<string> _requests = [];
    private readonly List<string> _bodies = [];

    [Fact]
    public async Task Operations_send_what_their_model_says_and_name_the_field_manager_of_writes()
    {
        await using var api = await AnsweringAsync(200, """{"metadata":{"name":"it"},"data":{"key":"AQID"}}""");
        using var client = api.Client(new() { FieldManager = "a b" });
        var secret = new V1Secret { Metadata = new() { Name = "it" }, Data = new Dictionary<string, byte[]> { ["key"] = [1, 2, 3] } };

        var read = await client.CoreV1.ReadNamespacedSecretAsync("it", "shop", cancellationToken: Bound.Token());
        await client.CoreV1.CreateNamespacedSecretAsync(secret, "shop", cancellationToken: Bound.Token());
        await client.CoreV1.ReplaceNamespacedSecretAsync(secret, "it", "shop", fieldManager: "me", cancellationToken: Bound.Token());
        await client.CoreV1.PatchNamespacedSecretAsync(
            Patch.Merge(new() { ["type"] = "x" }).ToV1Patch(), "it", "shop", cancellationToken: Bound.Token());
        await client.CoreV1.ReadNamespaceAsync("shop", pretty: true, cancellationToken: Bound.Token());

        Assert.Equal([1, 2, 3], read.Data["key"]);
        Assert.Equal(
            [
                "GET /api/v1/namespaces/shop/secrets/it ",
                "POST /api/v1/namespaces/shop/secrets?fieldManager=a%20b application/json",
                "PUT /api/v1/namespaces/shop/secrets/it?fieldManager=me application/json",
                "PATCH /api/v1/namespaces/shop/secrets/it?fieldManager=a%20b application/merge-patch+json",
                "GET /api/v1/namespaces/shop?pretty=true ",
            ],
            _requests);
        Assert.Equal("""{"data":{"key":"AQID"},"metadata":{"name":"it"}}""", _bodies[1]);
        Assert.Equal("""{"type":"x"}""", _bodies[3]);
    }

    [Fact]
    public async Task Operations_are_counted_by_verb_and_resource()
    {
        await using var api = await AnsweringAsync(200, "{}");
        using var meters = new TestMeters();
        using var client = new KubernetesClient(new ClusterConfiguration { Server = api.Address }, meters: meters);

        await client.CoordinationV1.ReadNamespacedLeaseAsync("it", "shop", cancellationToken: Bound.Token());
        await client.CoreV1.ReadNamespaceAsync("shop", cancellationToken: Bound.Token());
        await client.AdmissionregistrationV1.PatchMutatingWebhookConfigurationAsync(
            new V1Patch("{}", V1Patch.PatchType.ApplyPatch), "it", cancellationToken: Bound.Token());

        Assert.Equal(
            (1, 1, 1, 2, 1),
            (
                meters.Sum("kubernetes.client.requests", "leases"),
                meters.Sum("kubernetes.client.requests", "namespaces"),
                meters.Sum("kubernetes.client.requests", "mutatingwebhookconfigurations"),
                meters.Sum("kubernetes.client.requests", "get"),
                meters.Sum("kubernetes.client.requests", "apply")));
    }

    [Fact]
    public async Task A_read_that_finds_nothing_is_none()
    {
        await using var api = await AnsweringAsync(404, """{"status":"Failure","reason":"NotFound","code":404}""");
        using var client = api.Client();

        Assert.Null(await client.CoreV1.ReadNamespacedSecretAsync("it", "shop", cancellationToken: Bound.Token()).OrNoneAsync());
    }

    [Fact]
    public async Task A_write_is_tried_again_after_429()
    {
        var busy = 1;
        await using var api = await ApiStub.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Decrement(ref busy) < 0 ? 201 : 429;
            return context.Response.WriteAsync("""{"metadata":{"name":"it"}}""");
        });
        using var client = api.Client();

        var created = await client.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new() { Name = "it" } }, "shop", cancellationToken: Bound.Token());

        Assert.Equal("it", created.Metadata.Name);
    }

    [Fact]
    public async Task Failures_are_ours_and_hold_no_credential()
    {
        await using var api = await AnsweringAsync(403, """{"status":"Failure","reason":"Forbidden","message":"no","code":403}""");
        using var client = new KubernetesClient(new ClusterConfiguration
        {
            Server = api.Address,
            Credentials = new FixedCredential(Credential.Bearer("hunter2")),
        });
        var secret = new V1Secret { StringData = new Dictionary<string, string> { ["key"] = "letmein" } };

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.CoreV1.CreateNamespacedSecretAsync(secret, "shop", cancellationToken: Bound.Token()));

        Assert.True(refused.IsForbidden);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("letmein", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up()
    {
        await using var api = await ApiStub.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"metadata":""");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var client = api.Client(new() { RequestTimeout = TimeSpan.FromMilliseconds(200) });

        var failure = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.CoreV1.ReadNamespacedSecretAsync("it", "shop", cancellationToken: Bound.Token()));

        Assert.StartsWith("no answer within 0.2 s: ", failure.Message, StringComparison.Ordinal);
    }

    private Task<ApiStub> AnsweringAsync(int code, string body) => ApiStub.StartAsync(async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        _bodies.Add(await reader.ReadToEndAsync());
        _requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.ContentType}");
        context.Response.StatusCode = code;
        await context.Response.WriteAsync(body);
    });
}
