using System.Diagnostics.CodeAnalysis;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Policies.Workloads;
using ImageCloneOperator.Api.Validation;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;
using k8s.Models;

namespace ImageCloneOperator.Policies.Compilation;

/// <summary>The one place where a BackupPolicy becomes the values that decisions are made with; it tells all errors at once.</summary>
internal sealed class PolicyCompiler
{
    private readonly List<string> _errors = [];

    private PolicyCompiler()
    {
    }

    private delegate bool Parser<T>(string text, out T? value, out string? error);

    /// <param name="policy">Any policy; the validators judge it first.</param>
    /// <param name="compiled">The policy's values.</param>
    /// <param name="errors">All errors, each starting with its field.</param>
    public static bool TryCompile(BackupPolicy policy, [NotNullWhen(true)] out Policy? compiled, out IReadOnlyList<string> errors)
    {
        var compiler = new PolicyCompiler();
        compiler._errors.AddRange(ObjectValidation.Validate(policy).Select(error => error.ToString()));
        compiled = compiler._errors.Count == 0 ? compiler.Compile(policy.Metadata.Name ?? "", policy.Spec) : null;
        errors = compiler._errors;
        return compiled is not null;
    }

    private Policy? Compile(string name, BackupPolicySpec spec)
    {
        var target = Target(spec.Target);
        var compiled = new Policy
        {
            Name = name,
            Target = target!,
            TargetPlainHttp = spec.Target.PlainHttp,
            TargetProvider = spec.Target.Provider,
            TargetAuthority = Authority(spec.Target.CaSecretRef),
            TargetSecret = spec.Target.SecretRef is { } secret ? Secret(secret) : null,
            NewRepositories = Repositories(spec.Target.CreateRepositories),
            OnConflict = spec.Target.OnConflict,
            Suspended = spec.Suspend,
            NamespaceSelector = Selector("spec.namespaceSelector", spec.NamespaceSelector),
            IncludeSystemNamespaces = spec.IncludeSystemNamespaces,
            WorkloadSelector = Selector("spec.workloadSelector", spec.WorkloadSelector),
            WorkloadKinds = [.. spec.WorkloadKinds.Select(kind => kind.ToString())],
            AdditionalWorkloads = [.. spec.AdditionalWorkloads.Select(Kind)],
            Include = Parse<Glob>("spec.images.include", spec.Images.Include, Glob.TryParseRepository),
            Exclude = Parse<Glob>("spec.images.exclude", spec.Images.Exclude, Glob.TryParseRepository),
            Platforms = Parse<Platform>("spec.images.platforms", spec.Images.Platforms, TryParsePlatform),
            Referrers = spec.Images.Referrers,
            RunningDigests = spec.Images.RunningDigests || spec.WorkloadKinds.Contains(WorkloadKind.Pod),
            TagRules = new TagRules([.. spec.TagRules.Select(Rule)]),
            UseImagePullSecrets = spec.Sources.UseImagePullSecrets,
            SourceSecrets = [.. spec.Sources.SecretRefs.Select(SourceSecret)],
            SourceRegistries = [.. spec.Sources.Registries.Select(Connection)],
            Quota = new BackupQuota(spec.Limits.ImagesPerNamespace, spec.Limits.BytesPerImage, spec.Limits.BytesPerNamespace),
            MaxHold = spec.DeletionProtection.Enabled ? spec.DeletionProtection.MaxHold.Value : null,
            VerifyInterval = spec.VerifyInterval.Value,
            Catalog = Catalog(spec.Catalog),
            UnusedFor = spec.Retention.UnusedFor.Value,
            DeleteImages = spec.Retention.DeleteImages,
            RewriteMode = spec.Rewrite.Mode,
            RewriteTrigger = spec.Rewrite.When,
            SourceProbe = Probe(spec.Rewrite.SourceCheck),
            PullSecret = spec.Rewrite.PullSecret is { } pullSecret ? Secret(pullSecret.SecretRef) : null,
            PodPullSecrets = [.. spec.Rewrite.ImagePullSecrets.Select(secret => secret.Name)],
        };
        return _errors.Count == 0 ? compiled : null;
    }

    private TargetRegistry? Target(BackupTarget spec)
    {
        if (TargetRegistry.TryCreate(spec.Registry, spec.RepositoryPrefix, spec.Layout, out var target, out var error)) return target;
        _errors.Add($"spec.target: {error}");
        return null;
    }

    private static RepositoryTemplate? Repositories(RepositoryCreation? creation) => creation is not { Enabled: true } ? null : new()
    {
        Tags = creation.Tags ?? [],
        Immutable = creation.Immutable,
        ScanOnPush = creation.ScanOnPush,
        KmsKey = creation.KmsKey,
        LifecyclePolicy = creation.LifecyclePolicy,
    };

    private static WorkloadType Kind(AdditionalWorkload kind) =>
        new(kind.Group, kind.Version, kind.Resource, kind.Kind, kind.PodSpecPath, WorkloadCapabilities.None);

    private static SecretName Secret(SecretReference reference) => new(reference.Namespace ?? "", reference.Name);

    private SourceSecret SourceSecret(SourceSecretReference reference, int index) => new(
        new SecretName(reference.Namespace ?? "", reference.Name),
        reference.Namespaces is { } selector ? Selector($"spec.sources.secretRefs[{index}].namespaces", selector) : null);

    private static CertificateAuthoritySecret? Authority(CaSecretReference? reference) =>
        reference is null ? null : new CertificateAuthoritySecret(reference.Name, reference.Key);

    private static RegistryConnection Connection(SourceRegistry registry) => new(DockerHub.Normalize(registry.Host))
    {
        Provider = registry.Provider,
        PlainHttp = registry.PlainHttp,
        Authority = Authority(registry.CaSecretRef),
        Mirror = registry.Mirror is { Length: > 0 } mirror ? mirror : null,
        AllowHttpStorage = registry.AllowHttpStorage,
    };

    private static CatalogRule? Catalog(BackupCatalog catalog) =>
        catalog.Enabled ? new CatalogRule(catalog.Users, catalog.Keep, catalog.KeepFor.Value) : null;

    private static SourceProbeRule Probe(SourceCheck check) => new(check.Interval.Value, check.FailureThreshold, check.RecoverAfter.Value);

    private CompiledTagRule Rule(TagRule rule, int index) => new(
        Parse<Glob>($"spec.tagRules[{index}].tags", rule.Tags, Glob.TryParseTag),
        Parse<Glob>($"spec.tagRules[{index}].images", rule.Images, Glob.TryParseRepository),
        new CopyRule(rule.Recopy, rule.Interval.Value, rule.KeepPrevious));

    private LabelSelector Selector(string field, V1LabelSelector? selector)
    {
        var labels = selector?.MatchLabels?.Select(label => new LabelRequirement(label.Key, LabelOperator.In, [label.Value]));
        var requirements = new List<LabelRequirement>(labels ?? []);
        foreach (var (index, expression) in (selector?.MatchExpressions ?? []).Index())
        {
            if (Operator(expression.OperatorProperty) is { } op)
                requirements.Add(new LabelRequirement(expression.Key, op, [.. expression.Values ?? []]));
            else
            {
                _errors.Add(
                    $"{field}.matchExpressions[{index}].operator: "
                        + $"'{expression.OperatorProperty}' is not In, NotIn, Exists or DoesNotExist");
            }
        }

        return new LabelSelector(requirements);
    }

    private static LabelOperator? Operator(string text) => text switch
    {
        "In" => LabelOperator.In,
        "NotIn" => LabelOperator.NotIn,
        "Exists" => LabelOperator.Exists,
        "DoesNotExist" => LabelOperator.DoesNotExist,
        _ => null,
    };

    private T[] Parse<T>(string field, List<string> texts, Parser<T> parse)
    {
        var values = new List<T>();
        foreach (var (index, text) in texts.Index())
        {
            if (parse(text, out var value, out var error)) values.Add(value!);
            else _errors.Add($"{field}[{index}]: {error}");
        }

        return [.. values];
    }

    private static bool TryParsePlatform(string text, out Platform? platform, out string? error)
    {
        var parsed = Platform.TryParse(text, out platform);
        error = parsed ? null : $"'{text}' is not a platform; write os/architecture[/variant], such as linux/amd64";
        return parsed;
    }
}
