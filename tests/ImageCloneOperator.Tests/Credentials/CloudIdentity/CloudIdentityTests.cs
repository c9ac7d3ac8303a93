using ImageCloneOperator.Core.Credentials.Clouds;
using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Clouds;
using Microsoft.Extensions.Time.Testing;

namespace ImageCloneOperator.Tests.Credentials.CloudIdentity;

public sealed class CloudIdentityTests : IAsyncLifetime, IDisposable
{
    private const string Ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 5, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cloud-");
    private readonly Dictionary<string, string> _variables = [];
    private CloudServer _cloud = null!;
    private readonly CloudHttp _http = new();
    private CloudIdentities _identities = null!;

    private string TokenFile => Path.Combine(_folder.FullName, "token");

    public async Task InitializeAsync()
    {
        _cloud = await CloudServer.StartAsync(_time);
        _identities = new CloudIdentities(_http, new CloudEnvironment(name => _variables.GetValueOrDefault(name)), _time);
        await File.WriteAllTextAsync(TokenFile, $"{_cloud.PodToken}\n");
        _variables["AWS_ENDPOINT_URL_ECR"] = $"{_cloud.Address}ecr";
        _variables["AWS_ENDPOINT_URL_STS"] = $"{_cloud.Address}sts";
    }

    public void Dispose()
    {
        _identities.Dispose();
        _http.Dispose();
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AWS_knows_keys_of_the_environment()
    {
        _variables["AWS_ACCESS_KEY_ID"] = AwsChecks.KeyId;
        _variables["AWS_SECRET_ACCESS_KEY"] = AwsChecks.Secret;
        _variables["AWS_SESSION_TOKEN"] = AwsChecks.Session;

        Assert.Equal(("AWS", _cloud.RegistryToken), await LoginAsync());
    }

    [Fact]
    public async Task Token_that_a_registry_refuses_is_asked_for_anew_once_a_minute()
    {
        WebIdentity();
        const string Host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        var refused = await _identities.GetAsync(CloudProvider.AWS, Host, Bound.Token());

        await _identities.RenewAsync(CloudProvider.AWS, Host, refused, Bound.Token());
        Assert.Equal(1, _cloud.Tokens);

        _time.Advance(TimeSpan.FromMinutes(1));
        await _identities.RenewAsync(CloudProvider.AWS, Host, refused, Bound.Token());
        await _identities.RenewAsync(CloudProvider.AWS, Host, refused, Bound.Token());
        Assert.Equal(2, _cloud.Tokens);
    }

    [Fact]
    public async Task AWS_knows_a_web_identity_whose_file_rotates()
    {
        WebIdentity();
        Assert.Equal(("AWS", _cloud.RegistryToken), await LoginAsync());

        _cloud.PodToken = "rotated";
        await File.WriteAllTextAsync(TokenFile, _cloud.PodToken);
        _time.Advance(_cloud.Life);

        Assert.Equal(("AWS", _cloud.RegistryToken), await LoginAsync());
        Assert.Equal(2, _cloud.Tokens);
    }

    [Fact]
    public async Task AWS_knows_a_container_endpoint()
    {
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{_cloud.Address}container";
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = TokenFile;

        Assert.Equal(("AWS", _cloud.RegistryToken), await LoginAsync());
    }

    [Fact]
    public async Task AWS_knows_the_role_of_an_instance()
    {
        _variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = $"{_cloud.Address}";
        _variables["KUBERNETES_SERVICE_HOST"] = "10.0.0.1";

        Assert.Equal(("AWS", _cloud.RegistryToken), await LoginAsync());
    }

    [Fact]
    public async Task Container_endpoint_by_plain_HTTP_is_asked_on_this_machine_only()
    {
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://keys.example.com/container";

        Assert.StartsWith(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI is no https URL", await ProblemAsync(CloudProvider.Auto, Ecr), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Google_knows_the_metadata_server()
    {
        _variables["GCE_METADATA_HOST"] = _cloud.Host;

        Assert.Equal(("oauth2accesstoken", _cloud.RegistryToken), await LoginAsync(host: "europe-west3-docker.pkg.dev"));
    }

    [Theory]
    [InlineData("""{"type": "text"}""", "pod-token")]
    [InlineData("""{"type": "json", "subject_token_field_name": "jwt"}""", """{"jwt": "pod-token"}""")]
    public async Task Google_knows_an_external_account(string format, string token)
    {
        await File.WriteAllTextAsync(TokenFile, token);
        await ExternalAccountAsync("external_account", format);

        Assert.Equal(("oauth2accesstoken", _cloud.RegistryToken), await LoginAsync(host: "gcr.io"));
    }

    [Fact]
    public async Task Key_of_a_service_account_is_refused_with_the_way_out()
    {
        await ExternalAccountAsync("service_account", "{}");

        Assert.Contains("_json_key", await ProblemAsync(CloudProvider.Auto, "gcr.io"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azure_knows_a_workload_identity()
    {
        await using var registry = await RegistryServer.StartAsync(new RegistryOptions());
        registry.Interceptor = _cloud.ExchangeAsync;
        Azure();

        Assert.Equal(
            ("00000000-0000-0000-0000-000000000000", _cloud.RegistryToken), await LoginAsync(CloudProvider.Azure, registry.Host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Azure_is_asked_for_the_audience_of_its_resource_manager_where_registries_are_none(bool isKnownToEntra)
    {
        const string Manager = "https://management.azure.com/.default";
        await using var registry = await RegistryServer.StartAsync(new RegistryOptions());
        registry.Interceptor = _cloud.ExchangeAsync;
        if (!isKnownToEntra) _cloud.EntraScopes = [Manager];
        else _cloud.EntraScopes = [.. _cloud.EntraScopes, Manager];
        _cloud.ExchangeScope = Manager;
        Azure();

        Assert.Equal(
            ("00000000-0000-0000-0000-000000000000", _cloud.RegistryToken), await LoginAsync(CloudProvider.Azure, registry.Host));
    }

    [Fact]
    public async Task Refusal_has_the_words_of_the_cloud_and_no_token()
    {
        WebIdentity();
        Azure();
        _variables["AZURE_CLIENT_ID"] = "stranger";
        _variables["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/other";

        var aws = await ProblemAsync(CloudProvider.AWS, Ecr);
        var azure = await ProblemAsync(CloudProvider.Azure, "team.azurecr.io");

        Assert.StartsWith("AWS STS answered 403: ", aws, StringComparison.Ordinal);
        Assert.Contains("Not authorized to perform sts:AssumeRoleWithWebIdentity", aws, StringComparison.Ordinal);
        Assert.Contains("AADSTS700213", azure, StringComparison.Ordinal);
        Assert.DoesNotContain(_cloud.PodToken, aws + azure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttled_cloud_is_asked_again_after_a_while()
    {
        WebIdentity();
        _cloud.Throttled = 1;

        Assert.Contains("Rate exceeded", await ProblemAsync(CloudProvider.Auto, Ecr), StringComparison.Ordinal);
        Assert.Contains("Rate exceeded", await ProblemAsync(CloudProvider.Auto, Ecr), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(("AWS", _cloud.RegistryToken), await LoginAsync());
    }

    [Fact]
    public async Task Missing_identity_is_none_by_itself_and_a_problem_where_it_is_asked_for()
    {
        Assert.Empty(await _identities.GetAsync(CloudProvider.Auto, Ecr, default));
        Assert.Empty(await _identities.GetAsync(CloudProvider.Auto, "gcr.io", default));
        Assert.Empty(await _identities.GetAsync(CloudProvider.Auto, "registry.example.com", default));
        Assert.Empty(await _identities.GetAsync(CloudProvider.Generic, Ecr, default));
        Assert.Equal(
            "the environment names no workload identity of Azure", await ProblemAsync(CloudProvider.Azure, "registry.example.com"));
    }

    [Fact]
    public async Task Token_is_asked_for_once_by_all_until_shortly_before_its_end()
    {
        WebIdentity();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LoginAsync()));
        _time.Advance(_cloud.Life - TimeSpan.FromMinutes(6));
        await LoginAsync();
        Assert.Equal(1, _cloud.Tokens);

        _time.Advance(TimeSpan.FromMinutes(1));
        await LoginAsync();
        Assert.Equal(2, _cloud.Tokens);
    }

    private void WebIdentity()
    {
        _variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = TokenFile;
        _variables["AWS_ROLE_ARN"] = AwsChecks.Role;
    }

    private void Azure()
    {
        _variables["AZURE_AUTHORITY_HOST"] = $"{_cloud.Address}";
        _variables["AZURE_TENANT_ID"] = "tenant";
        _variables["AZURE_CLIENT_ID"] = "client";
        _variables["AZURE_FEDERATED_TOKEN_FILE"] = TokenFile;
    }

    private async Task ExternalAccountAsync(string type, string format)
    {
        var file = Path.Combine(_folder.FullName, "account.json");
        await File.WriteAllTextAsync(file, $$"""
            {"type": "{{type}}", "audience": "//iam/pool", "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
             "token_url": "{{_cloud.Address}}google/sts", "credential_source": {"file": "{{TokenFile}}", "format": {{format}} } }
            """);
        _variables["GOOGLE_APPLICATION_CREDENTIALS"] = file;
    }

    private async Task<(string? User, string? Password)> LoginAsync(CloudProvider provider = CloudProvider.Auto, string host = Ecr)
    {
        var credential = Assert.Single(await _identities.GetAsync(provider, host, default));
        Assert.Null(credential.Problem);
        return (credential.Username, credential.Password);
    }

    private async Task<string> ProblemAsync(CloudProvider provider, string host) =>
        Assert.Single(await _identities.GetAsync(provider, host, default)).Problem!;
}
