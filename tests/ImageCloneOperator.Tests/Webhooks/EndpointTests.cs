using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Tests.Webhooks;

[Collection(WebhookCollection.Name)]
public sealed class EndpointTests(RunningWebhooks webhooks)
{
    [Theory]
    [InlineData("", "no AdmissionReview")]
    [InlineData("{", "no AdmissionReview")]
    [InlineData("null", "no AdmissionReview")]
    [InlineData("[]", "no AdmissionReview")]
    [InlineData("{}", "no AdmissionReview")]
    [InlineData(
        """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1","request":{"uid":"1"}}""",
        "no AdmissionReview of admission.k8s.io/v1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}""", "has no request with a uid")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":7}}""", "wrong type")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"1"}} trailing""", "no AdmissionReview")]
    public async Task Request_that_is_no_review_is_refused_with_a_sentence(string body, string sentence)
    {
        foreach (var path in (string[])["/mutate-pods", "/validate"])
        {
            using var answer = await webhooks.SendAsync(path, body);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        using var answer = await webhooks.SendAsync("/mutate-pods", new byte[9 << 20]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("8 MiB", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_or_method_or_path_is_refused()
    {
        using var yaml = await webhooks.SendAsync("/mutate-pods", "kind: AdmissionReview"u8.ToArray(), "application/yaml");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, yaml.StatusCode);
        using var get = await webhooks.GetAsync(new Uri(webhooks.Webhooks, "/validate"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        using var elsewhere = await webhooks.SendAsync("/mutate-nodes", "{}");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Neither_port_serves_what_belongs_to_the_other()
    {
        foreach (var path in (string[])["/metrics", "/healthz", "/readyz", "/"])
        {
            using var answer = await webhooks.GetAsync(new Uri(webhooks.Webhooks, path));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var http = new HttpClient();
        foreach (var path in (string[])["/mutate-pods", "/validate"])
        {
            using var answer = await http.PostAsync(
                new Uri(webhooks.Http, path),
                new StringContent(Reviews.OfPod(Reviews.Pod("nginx")).ToJsonString(), Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_pod_that_cannot_be_read_is_allowed_with_a_warning()
    {
        var pod = Reviews.Pod(webhooks.Image("app:1"));
        pod["spec"]!["containers"]![0]!["image"] = 7;

        var response = await webhooks.AskAsync("/mutate-pods", Reviews.OfPod(pod));

        Assert.True((bool)response["allowed"]!);
        Assert.Null(response["patch"]);
        Assert.Contains("leaves this pod as it is", (string?)response["warnings"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviews_are_counted_by_answer()
    {
        await webhooks.AskAsync("/mutate-pods", Reviews.OfPod(Reviews.Pod(webhooks.Image("app:1"))));
        await webhooks.AskAsync("/validate", Reviews.OfPolicy(Reviews.Policy("{}")));

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(webhooks.Http, "/metrics"));
        Assert.Contains("""imageclone_webhook_requests_total{result="Changed",webhook="pods"}""", metrics, StringComparison.Ordinal);
        Assert.Contains("""imageclone_webhook_requests_total{result="Denied",webhook="validate"}""", metrics, StringComparison.Ordinal);
        Assert.Contains("imageclone_webhook_duration_seconds_count", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_every_field()
    {
        var response = await webhooks.AskAsync("/validate", Reviews.OfPolicy(Reviews.Policy("""
            {"target": {"registry": "https://x"}, "images": {"include": ["nginx"]}, "tagRules": [{"tags": ["a***"], "recopy": "Always"}]}
            """)));

        Assert.False((bool)response["allowed"]!);
        Assert.Equal(422, (int)response["status"]!["code"]!);
        Assert.Equal("Invalid", (string?)response["status"]!["reason"]);
        var fields = response["status"]!["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]).ToHashSet();
        Assert.Superset(new HashSet<string?> { "spec.target.registry", "spec.images.include[0]", "spec.tagRules[0].tags[0]" }, fields);
        Assert.All(fields, field => Assert.Contains(field!, (string?)response["status"]!["message"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Valid_policy_whose_target_will_refuse_it_is_warned_of()
    {
        var response = await webhooks.AskAsync("/validate", Reviews.OfPolicy(Reviews.Policy("""{"target": {"registry": "docker.io"}}""")));

        Assert.True((bool)response["allowed"]!);
        Assert.Contains("Docker Hub knows repositories of two parts only", (string?)response["warnings"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"finalizers": ["a/b"]}""", """{"deletionTimestamp": "2026-01-01T00:00:00Z", "finalizers": []}""", false)]
    [InlineData("""{"deletionTimestamp": "2026-01-01T00:00:00Z"}""", """{"deletionTimestamp": "2026-01-01T00:00:00Z"}""", true)]
    [InlineData("{}", """{"labels": {"team": "a"}}""", false)]
    public async Task An_invalid_object_that_is_there_already_can_lose_its_finalizers_and_change_its_labels(
        string before, string after, bool changesSpec)
    {
        const string Invalid = """{"target": {"registry": "https://x"}}""";
        var old = Reviews.Policy(Invalid);
        old["metadata"] = JsonNode.Parse(before);
        var changed = Reviews.Policy(changesSpec ? "{}" : Invalid);
        changed["metadata"] = JsonNode.Parse(after);

        Assert.True((bool)(await webhooks.AskAsync("/validate", Reviews.OfPolicy(changed, "UPDATE", old)))["allowed"]!);
    }
}
