using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class CreateTests : ApiTest
{
    [Fact]
    public async Task A_new_object_gets_its_system_fields()
    {
        var created = await CreateConfigMapAsync("a");

        Assert.True(Guid.TryParse(created.Text("metadata", "uid"), out _));
        Assert.Matches(@"\A\d+\z", created.Version);
        Assert.EndsWith("Z", created.Text("metadata", "creationTimestamp"), StringComparison.Ordinal);
        Assert.Equal(Namespace, created.Text("metadata", "namespace"));
    }

    [Fact]
    public async Task GenerateName_is_completed()
    {
        var created = Expect(201, await Api.CreateAsync(ConfigMaps, """{"metadata":{"generateName":"gen-"}}"""));

        Assert.Matches(@"\Agen-[a-z0-9]{5}\z", created.Text("metadata", "name"));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await CreateConfigMapAsync("a");

        var again = Expect(409, await Api.CreateAsync(ConfigMaps, ConfigMap("a")));

        Assert.Equal("AlreadyExists", again.Reason);
        Assert.Equal("configmaps \"a\" already exists", again.Message);
        Assert.Equal("a", again.Text("details", "name"));
        Assert.Equal("configmaps", again.Text("details", "kind"));
    }

    [Theory]
    [InlineData("""{"metadata":{}}""", 422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required")]
    [InlineData(
        """{"metadata":{"name":"x","namespace":"elsewhere"}}""",
        400,
        "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{"name":"x","resourceVersion":"5"}}""", 500, "resourceVersion should not be set on objects to be created")]
    public async Task Create_of_invalid_object_is_refused(string body, int code, string message)
    {
        Assert.Equal(message, Expect(code, await Api.CreateAsync(ConfigMaps, body)).Message);
    }

    [Fact]
    public async Task A_bad_name_is_told_with_its_field()
    {
        var refused = Expect(422, await Api.CreateAsync(ConfigMaps, ConfigMap("Bad_Name")));

        Assert.Equal("Invalid", refused.Reason);
        Assert.StartsWith(
            "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain",
            refused.Message,
            StringComparison.Ordinal);
        var cause = refused["details"]["causes"]![0]!;
        Assert.Equal("FieldValueInvalid", cause["reason"]!.ToString());
        Assert.Equal("metadata.name", cause["field"]!.ToString());
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_takes_nothing()
    {
        var refused = Expect(404, await Api.CreateAsync("/api/v1/namespaces/no-such/configmaps", ConfigMap("a")));

        Assert.Equal("namespaces \"no-such\" not found", refused.Message);
    }

    [Fact]
    public async Task A_dry_run_leaves_nothing()
    {
        Expect(201, await Api.CreateAsync($"{ConfigMaps}?dryRun=All", ConfigMap("a")));

        Expect(404, await Api.GetAsync($"{ConfigMaps}/a"));
    }

    [Fact]
    public async Task Text_in_a_secret_is_stored_encoded()
    {
        var created = Expect(
            201, await Api.CreateAsync($"/api/v1/namespaces/{Namespace}/secrets", """{"metadata":{"name":"s"},"stringData":{"k":"v"}}"""));

        Assert.Equal("dg==", created.Text("data", "k"));
        Assert.Equal("Opaque", created.Text("type"));
        Assert.Null(created.Body!["stringData"]);
    }

    [Fact]
    public async Task An_unknown_field_is_an_error_only_for_the_strict()
    {
        const string Body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"wrong":1}""";

        var strict = Expect(400, await Api.CreateAsync($"{ConfigMaps}?fieldValidation=Strict", Body));
        var warned = Expect(201, await Api.CreateAsync($"{ConfigMaps}?fieldValidation=Warn", Body));

        Assert.Contains("strict decoding error: unknown field \"wrong\"", strict.Message, StringComparison.Ordinal);
        Assert.Contains("unknown field \\\"wrong\\\"", Assert.Single(warned.Warnings), StringComparison.Ordinal);
        Assert.Null(warned.Body!["wrong"]);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_makes_no_object_of_that_kind()
    {
        var refused = Expect(400, await Api.CreateAsync(
            Deployments, Deployment("web").Replace("\"replicas\":0", "\"replicas\":\"x\"", StringComparison.Ordinal)));

        Assert.Equal(
            "Deployment in version \"v1\" cannot be handled as a Deployment: json: "
                + "cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
            refused.Message);
    }
}
