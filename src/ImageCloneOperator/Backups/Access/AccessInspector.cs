using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Access;

/// <summary>
/// Asks a source whom it gives an image: by one HEAD for all that the policy selects, and where that is refused by one for each namespace.
/// </summary>
internal sealed partial class AccessInspector(
    RegistryInspector registries,
    RegistryEndpointResolver endpoints,
    IResourceCache<V1Namespace> namespaces,
    UnreachableHosts silent,
    TimeProvider time,
    ILogger<AccessInspector> logger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Changes with what the policy says about who may use which credential, and about where sources are.</summary>
    public static string Fingerprint(Policy policy)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{policy.UseImagePullSecrets}");
        foreach (var secret in policy.SourceSecrets)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{secret.Name} {secret.Namespaces is null}");
            foreach (var (key, op, values) in secret.Namespaces?.Requirements ?? [])
                text.Append(CultureInfo.InvariantCulture, $" {key} {op} {string.Join(',', values)}");
        }

        foreach (var registry in policy.SourceRegistries) text.Append(CultureInfo.InvariantCulture, $"\n{registry}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>Asks with what is shared with all alone.</summary>
    /// <returns>Null where that is not enough.</returns>
    public async Task<SourceAccess?> AskForAllAsync(BackupInput context, CancellationToken cancellationToken) =>
        await AskForAsync(context, ns: null, cancellationToken) == AccessAnswer.Given
            ? Access(CopyAccess.Everybodys, context, time.GetUtcNow())
            : null;

    /// <param name="context">The backup.</param>
    /// <param name="asked">The namespaces to ask for.</param>
    /// <param name="isWhole">These are all that use the image.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<AccessFinding> AskAsync(
        BackupInput context, IReadOnlyCollection<string> asked, bool isWhole, CancellationToken cancellationToken)
    {
        var status = context.Backup.Status.Access;
        var before = BackupStateReader.Access(status);
        var answers = new Dictionary<string, AccessAnswer>(StringComparer.Ordinal);
        var everybody = await AskForAsync(context, ns: null, cancellationToken);
        if (everybody != AccessAnswer.Given)
            foreach (var ns in asked) answers[ns] = await AskForAsync(context, ns, cancellationToken);
        var round = new AccessRound(everybody, answers) { IsWhole = isWhole };
        if (!round.IsGiven && EndsRight(before, round))
            round = round with { Operator = await AskAsync(context, context.SourceAsync, cancellationToken) };
        // A source that did not answer is asked again soon, and not only after an interval.
        var isChecked = round.Everybody == AccessAnswer.Given || (isWhole && round.IsAnswered);
        var access = Access(before.After(round), context, isChecked ? time.GetUtcNow() : status?.LastCheckTime);
        return new AccessFinding(round, isChecked ? access : access with { AskedWith = status?.AskedWith });
    }

    /// <summary>What a namespace asks with, as far as the cluster's objects name it: its change is a reason to ask again.</summary>
    public int CredentialsOf(BackupInput context, string ns)
    {
        var hash = new HashCode();
        foreach (var user in context.Users.Where(user => user.Key.Namespace == ns))
        {
            hash.Add(user.ServiceAccount, StringComparer.Ordinal);
            foreach (var secret in user.PullSecrets) hash.Add(secret);
        }

        foreach (var secret in context.Policy.SourceSecrets) hash.Add(secret.IsSharedWith(Find(ns)));
        return hash.ToHashCode();
    }

    private static bool EndsRight(CopyAccess before, AccessRound round) => before.Everybody
        ? round.Everybody == AccessAnswer.Refused
        : round.Namespaces.Any(asked => asked.Value == AccessAnswer.Refused && before.For(asked.Key) == AccessAnswer.Given);

    private static SourceAccess Access(CopyAccess access, BackupInput context, DateTimeOffset? at) => new()
    {
        Everybody = access.Everybody ? true : null,
        Namespaces = access.Namespaces is [] ? null : [.. access.Namespaces],
        Refused = access.Refused is [] ? null : [.. access.Refused],
        LastCheckTime = at,
        AskedWith = Fingerprint(context.Policy),
    };

    private NamespaceInfo? Find(string ns) => namespaces.Get(new EntityKey("", ns)) is { } found ? WorkloadReader.Read(found) : null;

    private Task<AccessAnswer> AskForAsync(BackupInput context, string? ns, CancellationToken cancellationToken) => AskAsync(
        context,
        (resolver, token) => resolver.SourceForAsync(
            context.Policy,
            ns is null ? null : Find(ns),
            ns is null ? [] : [.. context.Users.Where(user => user.Key.Namespace == ns)],
            context.Source,
            token),
        cancellationToken);

    private async Task<AccessAnswer> AskAsync(
        BackupInput context,
        Func<RegistryEndpointResolver, CancellationToken, Task<RegistryEndpoint>> endpoint,
        CancellationToken cancellationToken)
    {
        var policy = context.Policy.Name;
        if (silent.Find(policy, context.Source.Registry, Silence) is not null) return AccessAnswer.Unknown;
        try
        {
            await ProbeAsync(await endpoint(endpoints, cancellationToken), cancellationToken);
            return AccessAnswer.Given;
        }
        catch (RegistryException failure)
        {
            silent.Note(policy, failure);
            return failure.Kind is RegistryErrorKind.NotFound or RegistryErrorKind.Unauthorized or RegistryErrorKind.Denied
                ? AccessAnswer.Refused
                : AccessAnswer.Unknown;
        }
        catch (Exception trouble) when (trouble is RegistryConfigurationException or ClusterException
            || (trouble is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotAsked(logger, context.Backup.Spec.Source, trouble.Message);
            return AccessAnswer.Unknown;
        }
    }

    /// <summary>A mirror that the policy names speaks for a source that cannot be reached from here.</summary>
    private async Task ProbeAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await registries.ProbeAsync(endpoint, cancellationToken);
        }
        catch (RegistryException failure) when (failure.Kind == RegistryErrorKind.Unreachable && endpoint.Settings.Mirror is not null)
        {
            if (await registries.ResolveAsync(endpoint, cancellationToken) is null) throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Nobody could be asked who may have {Image}: {Reason}")]
        public static partial void NotAsked(ILogger logger, string image, string reason);
    }
}
