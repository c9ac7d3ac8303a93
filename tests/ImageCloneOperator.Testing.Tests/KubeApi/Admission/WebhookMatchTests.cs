using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi;
using ImageCloneOperator.Testing.Tests.KubeApi.Support;
using ImageCloneOperator.Testing.Webhooks;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Admission;

/// <summary>Which webhooks are asked about what, in which order, and how often.</summary>
public sealed class WebhookMatchTests : ApiTest
{
    private const string Configurations = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    private const string OnConfigMaps = """{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}""";

    private readonly List<string> _configurations = [];

    public override async Task DisposeAsync()
    {
        foreach (var name in _configurations) await Api.DeleteAsync($"{Configurations}/{name}");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_is_selected_by_what_an_earlier_one_has_done()
    {
        await using var labels = await WebhookServer.StartAsync(
            _ => Patch("""{"op":"add","path":"/metadata/labels","value":{"by":"a"}}"""));
        await using var selected = await WebhookServer.StartAsync(_ => Patch("""{"op":"add","path":"/data/b","value":"yes"}"""));
        await RegisterAsync(Api, "a", labels, OnConfigMaps);
        await RegisterAsync(Api, "b", selected, OnConfigMaps, """, "objectSelector":{"matchLabels":{"by":"a"}}""");

        var created = await CreatedAsync(answer => answer.Body?["data"]?["b"] is not null);

        Assert.Equal("a", created.Text("metadata", "labels", "by"));
    }

    [Theory]
    [InlineData("IfNeeded", true)]
    [InlineData("Never", false)]
    public async Task A_webhook_is_asked_again_about_what_others_changed_where_it_wants_that(string policy, bool again)
    {
        var asked = new ConcurrentBag<JsonObject>();
        await using var first = await WebhookServer.StartAsync(request =>
        {
            asked.Add(request["object"]!.DeepClone().AsObject());
            return Patch("""{"op":"add","path":"/data/a","value":"yes"}""");
        });
        await using var second = await WebhookServer.StartAsync(_ => Patch("""{"op":"add","path":"/data/b","value":"yes"}"""));
        await RegisterAsync(Api, "a", first, OnConfigMaps, $", \"reinvocationPolicy\":\"{policy}\"");
        await RegisterAsync(Api, "b", second, OnConfigMaps);

        await CreatedAsync(answer => answer.Body?["data"]?["a"] is not null && answer.Body["data"]!["b"] is not null);

        Assert.Equal(again, asked.Any(seen => seen["data"]!["a"] is not null && seen["data"]!["b"] is not null));
    }

    [Fact]
    public async Task A_webhook_for_one_version_of_a_resource_is_asked_about_others_unless_it_wants_exactly_that_one()
    {
        var (equivalent, exact) = (new ConcurrentBag<JsonObject>(), new ConcurrentBag<JsonObject>());
        const string OnNewEvents =
            """{"operations":["CREATE"],"apiGroups":["events.k8s.io"],"apiVersions":["v1"],"resources":["events"]}""";
        await using var wide = await WebhookServer.StartAsync(request => Seen(equivalent, request));
        await using var narrow = await WebhookServer.StartAsync(request => Seen(exact, request));
        await RegisterAsync(Api, "a", narrow, OnNewEvents, """, "matchPolicy":"Exact" """);
        await RegisterAsync(Api, "b", wide, OnNewEvents);

        await Eventually.True(
            async () =>
            {
                Expect(201, await Api.CreateAsync($"/api/v1/namespaces/{Namespace}/events", $$$"""
                    {"apiVersion":"v1","kind":"Event","metadata":{"generateName":"e-"},"reason":"Probe","message":"said","type":"Normal",
                     "involvedObject":{"kind":"Namespace","name":"{{{Namespace}}}","namespace":"{{{Namespace}}}"}}
                    """));
                return !equivalent.IsEmpty;
            },
            "the webhook is in force");

        var request = equivalent.First();
        Assert.Empty(exact);
        Assert.Equal(("events.k8s.io", ""), ((string)request["kind"]!["group"]!, (string)request["requestKind"]!["group"]!));
        Assert.Equal("said", (string?)request["object"]!["note"]);
    }

    [Fact]
    public async Task A_webhook_behind_a_service_is_called_by_the_services_name()
    {
        // Of the dev cluster alone: a real one reaches Services through its network.
        await using var server = await ApiServer.StartAsync();
        var api = new ApiClient(new TestKubeconfig(server.AdminKubeconfig).CreateClient());
        await using var webhook = await WebhookServer.StartAsync(
            _ => Patch("""{"op":"add","path":"/data/b","value":"yes"}"""), "hook.default.svc");
        Expect(201, await api.CreateAsync("/api/v1/namespaces/default/services", $$$"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"hook"},"spec":{"ports":[{"port":443,"targetPort":{{{new Uri(webhook.Url).Port}}}}]}}
            """));
        await RegisterAsync(
            api,
            "s",
            webhook,
            OnConfigMaps,
            where: """{"service":{"name":"hook","namespace":"default","path":"/ask"}}""",
            @namespace: "default");

        var created = Expect(201, await api.CreateAsync("/api/v1/namespaces/default/configmaps", ConfigMap("probe")));

        Assert.Equal("yes", created.Text("data", "b"));
    }

    private async Task RegisterAsync(
        ApiClient api, string order, WebhookServer webhook, string rule, string extra = "", string? where = null, string? @namespace = null)
    {
        var name = $"{Namespace}-{order}";
        _configurations.Add(name);
        var client = JsonNode.Parse(where ?? $$"""{"url":"{{webhook.Url}}/ask"}""")!;
        client["caBundle"] = webhook.CaBundle;
        Expect(201, await api.CreateAsync(Configurations, $$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"{{{name}}}"},"webhooks":[{
              "name":"{{{name}}}.example.com","clientConfig":{{{client.ToJsonString()}}},"admissionReviewVersions":["v1"],"sideEffects":"None",
              "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{@namespace ?? Namespace}}}"}},"rules":[{{{rule}}}]{{{extra}}}}]}
            """));
    }

    // A real server needs a moment until it asks new webhooks.
    private async Task<Answer> CreatedAsync(Func<Answer, bool> wanted)
    {
        Answer answer = null!;
        await Eventually.True(
            async () =>
            {
                if (answer is not null) await Api.DeleteAsync($"{ConfigMaps}/probe");
                return wanted(answer = await Api.CreateAsync(ConfigMaps, ConfigMap("probe")));
            },
            "the webhooks are in force");
        return answer;
    }

    private static JsonObject Patch(string operation) => new()
    {
        ["allowed"] = true,
        ["patchType"] = "JSONPatch",
        ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"[{operation}]")),
    };

    private static JsonObject Seen(ConcurrentBag<JsonObject> asked, JsonObject request)
    {
        asked.Add(request.DeepClone().AsObject());
        return new JsonObject { ["allowed"] = true };
    }
}
