using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly LabelSelector Prod = new([new LabelRequirement("env", LabelOperator.In, ["prod"])]);

    public static TheoryData<ImageDecisionReason, string, Func<Case, Case>> Cases() => new()
    {
        { ImageDecisionReason.BackedUp, "backed up by policy p as r.io/b/docker.io/library/nginx:1", it => it },
        { ImageDecisionReason.PolicySuspended, "suspended", it => it with { Policy = it.Policy with { Suspended = true } } },
        { ImageDecisionReason.NamespaceUntouched, "kube-system is never", it => it with { Namespace = new("kube-system") } },
        { ImageDecisionReason.NamespaceUntouched, "own is never", it => it with { Namespace = new("own") } },
        {
            ImageDecisionReason.BackedUp,
            "backed up by policy p",
            it => it with { Namespace = new("own"), Policy = it.Policy with { IncludeSystemNamespaces = true } }
        },
        { ImageDecisionReason.NamespaceOptedOut, "opted out", it => it with { Namespace = it.Namespace with { Skip = true } } },
        {
            ImageDecisionReason.WorkloadOptedOut,
            "Deployment default/web is opted out",
            it => it with { Workload = it.Workload with { Skip = true } }
        },
        {
            ImageDecisionReason.NamespaceNotSelected,
            "namespaceSelector",
            it => it with { Policy = it.Policy with { NamespaceSelector = Prod } }
        },
        { ImageDecisionReason.KindNotSelected, "Deployment", it => it with { Policy = it.Policy with { WorkloadKinds = ["Job"] } } },
        {
            ImageDecisionReason.WorkloadNotSelected,
            "workloadSelector",
            it => it with { Policy = it.Policy with { WorkloadSelector = Prod } }
        },
        { ImageDecisionReason.BadReference, "write nginx", it => it.With("NGINX") },
        { ImageDecisionReason.BadReference, "empty", it => it.With("") },
        { ImageDecisionReason.AlreadyInBackupRegistry, "policy p, under r.io/b", it => it.With("r.io/b/nginx:1") },
        {
            ImageDecisionReason.Excluded,
            "excluded by docker.io/**",
            it => it with { Policy = it.Policy with { Exclude = [Sample.Glob("docker.io/**")] } }
        },
        {
            ImageDecisionReason.NotIncluded,
            "images.include",
            it => it with { Policy = it.Policy with { Include = [Sample.Glob("quay.io/**")] } }
        },
        { ImageDecisionReason.NeverCopied, "Never", it => it with { Policy = it.Policy with { TagRules = Never } } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_verdict_has_its_reason(ImageDecisionReason reason, string message, Func<Case, Case> change)
    {
        var (policy, ns, workload) = change(new Case(Sample.Policy(), new NamespaceInfo("default"), Sample.Workload("nginx:1")));

        var verdict = Assert.Single(new Planner(new PolicySet([policy], "own")).Plan(workload, ns).Verdicts);

        Assert.Equal(reason, verdict.Reason);
        Assert.Contains(message, verdict.Message, StringComparison.Ordinal);
        Assert.Equal(reason == ImageDecisionReason.BackedUp, verdict.Backup is not null);
    }

    [Fact]
    public void A_copy_of_ours_is_judged_by_its_original()
    {
        var rewritten = Sample.Workload("r.io/b/docker.io/library/nginx:1") with { Originals = Kept("nginx:1") };

        Assert.Equal("docker.io/library/nginx:1", Assert.Single(Sample.Plan(rewritten, Sample.Policy()).Backups).Key.Source.ToString());
    }

    [Fact]
    public void An_image_of_another_policys_target_is_not_copied_even_when_that_is_suspended()
    {
        var other = Sample.Policy("q") with { Target = Sample.Target("q.io"), Suspended = true };

        Assert.Empty(Sample.Plan(Sample.Workload("q.io/b/nginx"), Sample.Policy(), other).Backups);
    }

    [Fact]
    public void Tag_and_digest_ask_for_the_same_backup_as_the_digest_alone()
    {
        var digest = $"sha256:{new string('a', 64)}";
        var policies = new PolicySet([Sample.Policy()]);

        var plan = ClusterPlan.Create(policies, [], [Sample.Workload($"nginx:1@{digest}", $"nginx@{digest}")]);

        Assert.Equal($"docker.io/library/nginx@{digest}", Assert.Single(plan.Backups).Key.Source.ToString());
    }

    [Fact]
    public void A_backup_names_the_first_twenty_of_its_users_and_counts_all()
    {
        var workloads = Enumerable.Range(10, 25).Select(i => Sample.Workload("nginx:1") with
        {
            Key = new WorkloadKey(WorkloadTypes.Deployment, "default", $"w{i}"),
            PullSecrets = [new SecretName("default", i % 2 == 0 ? "even" : "odd")],
        });

        var backup = Assert.Single(ClusterPlan.Create(new PolicySet([Sample.Policy()]), [], workloads).Backups);

        Assert.Equal(25, backup.UsedByCount);
        Assert.Equal(Enumerable.Range(10, 20).Select(i => $"w{i}"), backup.UsedBy.Select(user => user.Name));
        Assert.Equal(["even", "odd"], backup.PullSecrets.Select(secret => secret.Name));
    }

    [Fact]
    public void Plan_is_ordered_whatever_the_order_of_its_input()
    {
        var labelled = new NamespaceInfo("prod") { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" } };
        var selecting = Sample.Policy("a") with { NamespaceSelector = Prod };
        var (web, other) = (Sample.Workload("redis:7", "nginx:1"), new WorkloadKey(WorkloadTypes.Deployment, "prod", "web"));

        var plan = ClusterPlan.Create(new PolicySet([Sample.Policy(), selecting]), [labelled], [web with { Key = other }, web]);

        Assert.Equal(["default", "prod"], plan.Workloads.Select(workload => workload.Workload.Key.Namespace));
        Assert.Equal(
            ["a docker.io/library/nginx:1", "a docker.io/library/redis:7", "p docker.io/library/nginx:1", "p docker.io/library/redis:7"],
            plan.Backups.Select(backup => $"{backup.Key.Policy} {backup.Key.Source}"));
        Assert.Equal(
            ["nginx:1", "redis:7", "nginx:1", "redis:7"], plan.Workloads[0].Verdicts.Select(verdict => verdict.Image));
    }

    [Fact]
    public void One_glob_of_several_is_enough()
    {
        var policy = Sample.Policy() with { Include = [Sample.Glob("quay.io/**"), Sample.Glob("**/nginx")] };

        Assert.Single(Sample.Plan(Sample.Workload("nginx:1"), policy).Backups);
    }

    [Theory]
    [InlineData(RewriteMode.Workload, RewriteTrigger.SourceUnavailable, false, true)]
    [InlineData(RewriteMode.Pod, RewriteTrigger.SourceUnavailable, false, true)]
    [InlineData(RewriteMode.None, RewriteTrigger.SourceUnavailable, false, false)]
    [InlineData(RewriteMode.Workload, RewriteTrigger.Ready, false, false)]
    [InlineData(RewriteMode.Workload, RewriteTrigger.SourceUnavailable, true, false)]
    public void Sources_are_probed_where_rewriting_waits_for_their_loss(
        RewriteMode mode, RewriteTrigger trigger, bool suspended, bool expected)
    {
        var policy = Sample.Rewriting(mode) with { RewriteTrigger = trigger, Suspended = suspended };

        Assert.Equal(expected, policy.ChecksSources);
    }

    [Fact]
    public void Referrers_travel_along_unless_the_policy_says_otherwise() => Assert.True(Sample.Policy().Referrers);

    [Fact]
    public void Pull_secrets_are_left_alone_when_the_policy_says_so()
    {
        var policy = Sample.Policy() with { UseImagePullSecrets = false };
        var workload = Sample.Workload("nginx:1") with { PullSecrets = [new SecretName("default", "s")] };

        Assert.Empty(Assert.Single(ClusterPlan.Create(new PolicySet([policy]), [], [workload]).Backups).PullSecrets);
    }

    private static TagRules Never => new([new CompiledTagRule([], [], CopyRule.Default with { Recopy = RecopyMode.Never })]);

    private static Dictionary<string, string> Kept(string image) => new(StringComparer.Ordinal) { ["c0"] = image };

    public sealed record Case(Policy Policy, NamespaceInfo Namespace, Workload Workload)
    {
        public Case With(string image) => this with { Workload = Sample.Workload(image) };
    }
}
