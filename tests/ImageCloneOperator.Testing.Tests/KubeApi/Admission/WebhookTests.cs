using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;
using ImageCloneOperator.Testing.Webhooks;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Admission;

public sealed class WebhookTests : ApiTest
{
    private const string Registration = "/apis/admissionregistration.k8s.io/v1";

    private readonly List<string> _configurations = [];

    public override async Task DisposeAsync()
    {
        foreach (var path in _configurations) await Api.DeleteAsync(path);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_mutating_webhook_changes_what_is_stored()
    {
        var patch = Convert.ToBase64String(Encoding.UTF8.GetBytes("""[{"op":"add","path":"/data/added","value":"yes"}]"""));
        await using var webhook = await WebhookServer.StartAsync(_ => new JsonObject
        {
            ["allowed"] = true,
            ["patchType"] = "JSONPatch",
            ["patch"] = patch,
            ["warnings"] = new JsonArray("mind this"),
        });
        await RegisterAsync("Mutating", webhook);

        var created = await EventuallyAsync(answer => answer.Body?["data"]?["added"] is not null);

        Assert.Equal("yes", created.Text("data", "added"));
        Assert.Contains(created.Warnings, warning => warning.Contains("mind this", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_validating_webhook_refuses_with_its_words()
    {
        JsonObject? asked = null;
        await using var webhook = await WebhookServer.StartAsync(request =>
        {
            asked = request;
            var details = new JsonObject
            {
                ["kind"] = "ConfigMap",
                ["causes"] = new JsonArray(new JsonObject { ["field"] = "data", ["message"] = "too late" }),
            };
            return new JsonObject { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = "not today", ["details"] = details } };
        });
        await RegisterAsync("Validating", webhook);

        var refused = await EventuallyAsync(answer => answer.Code != 201);

        Assert.Equal(400, refused.Code);
        Assert.Equal($"admission webhook \"hook.{Namespace}.example.com\" denied the request: not today", refused.Message);
        Assert.Equal("too late", refused.Body!["details"]!["causes"]![0]!["message"]!.ToString());
        Assert.Equal("CREATE", asked!["operation"]!.ToString());
        Assert.Equal(Namespace, asked["namespace"]!.ToString());
        Assert.Equal("probe", asked["object"]!["metadata"]!["name"]!.ToString());
        Assert.Equal("ConfigMap", asked["kind"]!["kind"]!.ToString());
    }

    [Fact]
    public async Task A_webhook_that_is_away_fails_the_request()
    {
        var webhook = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true });
        await webhook.DisposeAsync();
        await RegisterAsync("Validating", webhook);

        var refused = await EventuallyAsync(answer => answer.Code != 201);

        Assert.Equal(500, refused.Code);
        Assert.StartsWith(
            $"Internal error occurred: failed calling webhook \"hook.{Namespace}.example.com\": failed to call webhook: ",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unless_it_may_be_ignored()
    {
        var calls = 0;
        await using var seen = await WebhookServer.StartAsync(_ =>
        {
            Interlocked.Increment(ref calls);
            return new JsonObject { ["allowed"] = true };
        });
        var away = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true });
        await away.DisposeAsync();
        await RegisterAsync("Mutating", away, "Ignore");
        await RegisterAsync("Validating", seen);

        await EventuallyAsync(_ => Volatile.Read(ref calls) > 0);

        Expect(201, await Api.CreateAsync(ConfigMaps, ConfigMap("after")));
    }

    private async Task RegisterAsync(string type, WebhookServer webhook, string failurePolicy = "Fail")
    {
        var path = $"{Registration}/{type.ToLowerInvariant()}webhookconfigurations";
        _configurations.Add($"{path}/{Namespace}");
        Expect(201, await Api.CreateAsync(path, $$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{{type}}}WebhookConfiguration","metadata":{"name":"{{{Namespace}}}"},"webhooks":[{
              "name":"hook.{{{Namespace}}}.example.com","clientConfig":{"url":"{{{webhook.Url}}}/ask","caBundle":"{{{webhook.CaBundle}}}"},"admissionReviewVersions":["v1"],"sideEffects":"None",
              "failurePolicy":"{{{failurePolicy}}}","namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{Namespace}}}"}},
              "rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}]}
            """));
    }

    // A real server needs a moment until it asks a new webhook.
    private async Task<Answer> EventuallyAsync(Func<Answer, bool> wanted)
    {
        Answer answer = null!;
        await Eventually.True(
            async () =>
            {
                if (answer is not null) await Api.DeleteAsync($"{ConfigMaps}/probe");
                return wanted(answer = await Api.CreateAsync(ConfigMaps, ConfigMap("probe")));
            },
            "the webhook is in force");
        return answer;
    }
}
