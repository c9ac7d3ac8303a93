using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Credentials.Repositories;
using ImageCloneOperator.Testing.Registry.Clouds;

namespace ImageCloneOperator.Tests.Credentials.Repositories;

public sealed class EcrRepositoriesTests : IAsyncLifetime, IDisposable
{
    private const string Host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static readonly RepositoryTemplate Plain = new();

    private readonly CloudHttp _http = new();
    private CloudServer _cloud = null!;
    private EcrRepositories _repositories = null!;

    public async Task InitializeAsync()
    {
        _cloud = await CloudServer.StartAsync();
        _repositories = OfAnOperator();
    }

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    public void Dispose()
    {
        _repositories.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Repository_is_made_once_for_all_who_ask_as_the_policy_says()
    {
        var template = new RepositoryTemplate
        {
            Tags = new Dictionary<string, string> { ["team"] = "platform" },
            Immutable = true,
            ScanOnPush = true,
            KmsKey = "alias/backups",
            LifecyclePolicy = """{"rules":[]}""",
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => MakeAsync("backups/web", template)));

        Assert.All(answers, Assert.Null);
        Assert.Equal(1, _cloud.Repositories.Calls);
        var wanted = JsonNode.Parse("""
            {
              "repositoryName": "backups/web", "tags": [{"Key": "team", "Value": "platform"}], "imageTagMutability": "IMMUTABLE",
              "imageScanningConfiguration": {"scanOnPush": true},
              "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "alias/backups"},
              "lifecyclePolicyText": "{\"rules\":[]}"
            }
            """);
        Assert.Equal(wanted!.ToJsonString(), _cloud.Repositories["backups/web"].ToJsonString());
    }

    [Fact]
    public async Task Repository_that_another_made_meanwhile_is_taken()
    {
        Assert.Null(await MakeAsync("backups/web", Plain));
        using var other = OfAnOperator();

        Assert.Null(await other.MakeAsync(Host, "backups/web", Plain, Bound.Token()));
        Assert.Equal(2, _cloud.Repositories.Calls);
    }

    [Fact]
    public async Task Refusal_is_told_in_the_words_of_the_cloud()
    {
        _cloud.Repositories.Refuses = true;

        var problem = await MakeAsync("backups/web", Plain);

        Assert.Contains("spec.target.createRepositories", problem, StringComparison.Ordinal);
        Assert.Contains("not authorized to perform: ecr:CreateRepository", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_made_where_the_policy_does_not_say_so()
    {
        Assert.Contains("CREATE_ON_PUSH", await MakeAsync("backups/web", null), StringComparison.Ordinal);
        Assert.Empty(_cloud.Repositories.Names);
    }

    private EcrRepositories OfAnOperator() => new(_http, new CloudEnvironment(Variable), TimeProvider.System);

    private string? Variable(string name) => name switch
    {
        "AWS_ACCESS_KEY_ID" => AwsChecks.KeyId,
        "AWS_SECRET_ACCESS_KEY" => AwsChecks.Secret,
        "AWS_SESSION_TOKEN" => AwsChecks.Session,
        "AWS_ENDPOINT_URL_ECR" => $"{_cloud.Address}ecr",
        _ => null,
    };

    private Task<string?> MakeAsync(string repository, RepositoryTemplate? template) =>
        _repositories.MakeAsync(Host, repository, template, Bound.Token());
}
