using ImageCloneOperator.Testing.Tests.KubeApi.Support;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

public sealed class AccessTests : ApiTest
{
    private HttpClient? _http;

    private ApiClient Robot => new(_http!);

    private string Account => $"system:serviceaccount:{Namespace}:robot";

    private string Accounts => $"/api/v1/namespaces/{Namespace}/serviceaccounts";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Expect(201, await Api.CreateAsync(Accounts, """{"metadata":{"name":"robot"}}"""));
        _http = Kubeconfig.CreateTokenClient(await TokenAsync());
    }

    public override Task DisposeAsync()
    {
        _http?.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_allowed_that_no_role_allows()
    {
        var refused = Expect(403, await Robot.GetAsync(ConfigMaps));

        Assert.Equal("Forbidden", refused.Reason);
        Assert.Equal(
            $"configmaps is forbidden: User \"{Account}\" cannot list resource \"configmaps\" in "
                + $"API group \"\" in the namespace \"{Namespace}\"",
            refused.Message);
        var named = Expect(403, await Robot.GetAsync("/apis/apps/v1/deployments"));
        Assert.Equal(
            "deployments.apps is forbidden: "
                + $"User \"{Account}\" cannot list resource \"deployments\" in API group \"apps\" at the cluster scope",
            named.Message);
    }

    [Fact]
    public async Task A_role_allows_its_verbs_on_its_names()
    {
        await GrantAsync("""{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["a"],"verbs":["get"]}""");
        await CreateConfigMapAsync("a");
        await CreateConfigMapAsync("b");

        await EventuallyAllowedAsync("a");

        Expect(403, await Robot.GetAsync($"{ConfigMaps}/b"));
        Expect(403, await Robot.DeleteAsync($"{ConfigMaps}/a"));
    }

    [Fact]
    public async Task Account_with_right_to_one_name_may_select_it_and_nothing_else()
    {
        await GrantAsync("""{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["a"],"verbs":["get","list","watch"]}""");
        await CreateConfigMapAsync("a");
        await EventuallyAllowedAsync("a");

        var list = Expect(200, await Robot.GetAsync($"{ConfigMaps}?fieldSelector=metadata.name%3Da"));

        Assert.Single(list.Body!["items"]!.AsArray());
        Expect(403, await Robot.GetAsync(ConfigMaps));
        Expect(403, await Robot.GetAsync($"{ConfigMaps}?fieldSelector=metadata.name%3Db"));
    }

    [Fact]
    public async Task A_token_speaks_for_its_account()
    {
        var token = await TokenAsync();

        var review = Expect(201, await Api.CreateAsync(
            "/apis/authentication.k8s.io/v1/tokenreviews",
            $$$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"{{{token}}}"}}"""));
        Assert.Equal("true", review.Text("status", "authenticated"));
        Assert.Equal(Account, review.Text("status", "user", "username"));

        var self = Expect(201, await Robot.CreateAsync(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"""));
        Assert.Equal(Account, self.Text("status", "userInfo", "username"));
        Assert.Equal("Forbidden", Expect(403, await Robot.GetAsync(ConfigMaps)).Reason);
    }

    [Fact]
    public async Task A_wrong_token_is_nobody()
    {
        using var http = Kubeconfig.CreateTokenClient("nonsense");

        Assert.Equal("Unauthorized", Expect(401, await new ApiClient(http).GetAsync(ConfigMaps)).Reason);
    }

    [Theory]
    [InlineData("configmaps", "get", "true")]
    [InlineData("configmaps", "delete", "false")]
    [InlineData("secrets", "get", "false")]
    public async Task Access_can_be_asked_about(string resource, string verb, string allowed)
    {
        await GrantAsync("""{"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]}""");
        await CreateConfigMapAsync("a");
        await EventuallyAllowedAsync("a");

        var review = Expect(201, await Api.CreateAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", $$$$"""
            {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"{{{{Account}}}}","resourceAttributes":{"namespace":"{{{{Namespace}}}}","verb":"{{{{verb}}}}","resource":"{{{{resource}}}}"}}}
            """));

        Assert.Equal(allowed, review.Text("status", "allowed"));
    }

    private async Task<string> TokenAsync() => Expect(201, await Api.CreateAsync(
        $"{Accounts}/robot/token",
        """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""")).Text("status", "token");

    private async Task GrantAsync(string rule)
    {
        var rbac = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}";
        Expect(201, await Api.CreateAsync(
            $"{rbac}/roles",
            $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},"rules":[{{rule}}]}"""));
        Expect(201, await Api.CreateAsync($"{rbac}/rolebindings", $$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},
             "subjects":[{"kind":"ServiceAccount","name":"robot","namespace":"{{Namespace}}"}]}
            """));
    }

    private Task EventuallyAllowedAsync(string name) => Eventually.True(
        async () => (await Robot.GetAsync($"{ConfigMaps}/{name}")).Code == 200, "the role is in force");
}
