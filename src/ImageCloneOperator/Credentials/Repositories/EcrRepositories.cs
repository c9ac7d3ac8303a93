using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Credentials.Repositories;

/// <summary>
/// Makes the repositories that Amazon ECR does not make at the first push, each once, however many copies ask for it
/// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html).
/// </summary>
internal sealed class EcrRepositories(CloudHttp http, CloudEnvironment environment, TimeProvider time) : IDisposable
{
    private const string Advice =
        "Set spec.target.createRepositories, give the account a repository creation template with CREATE_ON_PUSH, or create the "
            + "repository: Amazon ECR makes none by itself.";

    /// <summary>A repository that was made is known to all of ECR's machines by then.</summary>
    private static readonly TimeSpan KeepMade = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KeepRefusal = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly EcrClient _ecr = new(http, environment, time);
    private readonly ExpiringCache<(string Host, string Repository), string?> _made = new(time);

    /// <param name="host">The registry.</param>
    /// <param name="repository">Its path there.</param>
    /// <param name="template">How it is made; null: not at all.</param>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    /// <returns>Null when it is there; else why not, and the way out.</returns>
    public async Task<string?> MakeAsync(
        string host, string repository, RepositoryTemplate? template, CancellationToken cancellationToken) =>
        template is null
            ? Advice
            : await _made.GetOrMakeAsync((host, repository), () => MakeAsync(host, repository, template), cancellationToken);

    public void Dispose() => _made.Dispose();

    private async Task<(string? Problem, TimeSpan Keep)> MakeAsync(string host, string repository, RepositoryTemplate template)
    {
        using var bound = new CancellationTokenSource(Bound, time);
        try
        {
            await CreateAsync(host, repository, template, bound.Token);
            if (template.LifecyclePolicy is { } rules)
            {
                var lifecycle = new EcrLifecycle(repository, rules);
                await CallAsync(host, "PutLifecyclePolicy", lifecycle, EcrJsonContext.Default.EcrLifecycle, bound.Token);
            }

            return (null, KeepMade);
        }
        catch (CloudIdentityException refused)
        {
            return ($"It could not be made (spec.target.createRepositories): {refused.Message}.", KeepRefusal);
        }
        catch (OperationCanceledException)
        {
            return ($"It could not be made: the cloud did not answer within {Bound.TotalSeconds} s.", KeepRefusal);
        }
    }

    private async Task CreateAsync(string host, string repository, RepositoryTemplate template, CancellationToken cancellationToken)
    {
        var wanted = new EcrRepository(
            repository,
            template.Tags.Count == 0 ? null : [.. template.Tags.Select(tag => new EcrTag(tag.Key, tag.Value))],
            template.Immutable ? "IMMUTABLE" : "MUTABLE",
            template.ScanOnPush ? new EcrScanning(true) : null,
            template.KmsKey is { } key ? new EcrEncryption("KMS", key) : null);
        try
        {
            await CallAsync(host, "CreateRepository", wanted, EcrJsonContext.Default.EcrRepository, cancellationToken);
        }
        catch (CloudIdentityException there) when (there.Code == "RepositoryAlreadyExistsException")
        {
            // Another replica made it meanwhile.
        }
    }

    private Task<string> CallAsync<T>(string host, string action, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _ecr.CallAsync(
            EcrService.Private, host, action, JsonSerializer.Serialize(body, type), asksMetadata: true, cancellationToken);
}
