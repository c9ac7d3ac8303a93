using FsCheck;
using FsCheck.Fluent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

public sealed class PlanProperties
{
    private const string Pinned = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly Gen<string> Names = Gen.Elements("a", "b", "kube-system", "image-clone-system");
    private static readonly Gen<bool> Rarely = Gen.Frequency((1, Gen.Constant(true)), (5, Gen.Constant(false)));

    private static readonly Gen<string> Images = Gen.Elements(
        "nginx", "nginx:1", "docker.io/library/nginx:1", "redis:7", $"redis:7@{Pinned}", $"redis@{Pinned}", "r.io/b/x",
        "r.io/b/docker.io/library/nginx:1", "quay.io/a/b:1", "BAD", "");

    private static readonly Gen<Dictionary<string, string>> Labels = Gen.Elements("x", "y", "").Select(
        value => value.Length == 0 ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["l"] = value });

    private static readonly Gen<LabelSelector> Selectors = Gen.Elements(
        LabelSelector.Everything,
        new LabelSelector([new LabelRequirement("l", LabelOperator.In, ["x"])]),
        new LabelSelector([new LabelRequirement("l", LabelOperator.DoesNotExist, [])]));

    private static readonly Gen<Glob[]> Globs = Gen.Elements("**", "quay.io/**", "docker.io/library/*").Select(
        pattern => new[] { Glob.TryParseRepository(pattern, out var glob, out _) ? glob : Glob.Everything });

    private static readonly Gen<Policy> Policies =
        from name in Gen.Elements("p1", "p2", "p3")
        from layout in Gen.Elements(TargetLayout.Nested, TargetLayout.Flat)
        from selectors in Selectors.Two()
        from include in Globs
        from exclude in Globs.OrNull()
        from suspended in Rarely
        select new Policy
        {
            Name = name,
            Target = Sample.Target(layout: layout),
            NamespaceSelector = selectors.Item1,
            WorkloadSelector = selectors.Item2,
            Include = include,
            Exclude = exclude ?? [],
            Suspended = suspended,
        };

    private static readonly Gen<Workload> Workloads =
        from type in Gen.Elements(WorkloadTypes.Deployment, WorkloadTypes.DaemonSet, WorkloadTypes.Job)
        from ns in Names
        from name in Gen.Elements("w1", "w2", "w3")
        from labels in Labels
        from images in Images.ListOf()
        from skip in Rarely
        select Sample.Workload([.. images]) with
        {
            Key = new WorkloadKey(type, ns, name),
            Labels = labels,
            Skip = skip,
            PullSecrets = [new SecretName(ns, name)],
        };

    private static readonly Gen<NamespaceInfo> Namespaces =
        from name in Names
        from labels in Labels
        from skip in Rarely
        select new NamespaceInfo(name) { Labels = labels, Skip = skip };

    private static readonly Arbitrary<Input> Inputs = (
        from policies in Policies.ListOf()
        from namespaces in Namespaces.ListOf()
        from workloads in Workloads.ListOf()
        select new Input(
            [.. policies.DistinctBy(policy => policy.Name)],
            [.. namespaces.DistinctBy(ns => ns.Name)],
            [.. workloads.DistinctBy(workload => workload.Key)])).ToArbitrary();

    [Fact]
    public void The_order_of_the_input_never_matters() =>
        Prop.ForAll(Inputs, input => Print(input.Plan()) == Print(input.Reversed().Plan())).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_input_gives_the_same_plan() =>
        Prop.ForAll(Inputs, input => Print(input.Plan()) == Print(input.Plan())).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_image_has_one_verdict_of_each_policy() =>
        Prop.ForAll(Inputs, input => input.Plan().Workloads.All(plan =>
            plan.Workload.Images.All(image => input.Policies.All(policy =>
                plan.Verdicts.Count(
                    verdict => verdict.Policy == policy.Name && verdict.Image == image.Image && verdict.Message.Length > 0) == 1))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Wanted_backups_equal_verdicts()
    {
        Prop.ForAll(Inputs, input =>
        {
            var plan = input.Plan();
            var said = plan.Workloads.SelectMany(workload => workload.Backups).Select(backup => backup.Key).ToHashSet();
            return said.SetEquals(plan.Backups.Select(backup => backup.Key)) && plan.Backups.Count == said.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_image_is_backed_up_where_its_policy_selects_the_workload_and_backs_up_the_image()
    {
        Prop.ForAll(Inputs, input =>
        {
            var planner = new Planner(input.Set);
            return input.Plan().Workloads.All(
                plan => plan.Verdicts.All(verdict => (verdict.Backup is not null) == IsUser(planner, plan, verdict)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Image_under_target_or_in_untouched_namespace_is_never_wanted() =>
        Prop.ForAll(Inputs, input => input.Plan().Backups.All(backup =>
            input.Policies.All(policy => !policy.Target.Contains(backup.Key.Source))
            && backup.UsedBy.All(user => user.Namespace is not ("kube-system" or "image-clone-system")))).QuickCheckThrowOnFailure();

    private static bool IsUser(Planner planner, WorkloadPlan plan, ImageDecision verdict) =>
        ImageReference.TryParse(verdict.Image, out var image, out _)
        && planner.BacksUp(planner.Policies.Find(verdict.Policy)!, new BackupKey(verdict.Policy, image).Source)
        && planner.Selects(planner.Policies.Find(verdict.Policy)!, WorkloadWithoutImages(plan), plan.Namespace);

    private static Workload WorkloadWithoutImages(WorkloadPlan plan) => plan.Workload with { Images = [] };

    private static string Print(ClusterPlan plan) => string.Join('\n', plan.Workloads.SelectMany(
        workload => workload.Verdicts.Select(verdict => $"{workload.Workload.Key} {verdict}")).Concat(plan.Backups.Select(
            backup => $"{backup} {string.Join(' ', backup.PullSecrets)} {string.Join(' ', backup.UsedBy)}")));

    private sealed record Input(Policy[] Policies, NamespaceInfo[] Namespaces, Workload[] Workloads)
    {
        public PolicySet Set => new(Policies, "image-clone-system");

        public ClusterPlan Plan() => ClusterPlan.Create(Set, Namespaces, Workloads);

        public Input Reversed() => new([.. Policies.Reverse()], [.. Namespaces.Reverse()], [.. Workloads.Reverse().Select(Reverse)]);

        private static Workload Reverse(Workload workload) =>
            workload with { Images = [.. workload.Images.Reverse()], PullSecrets = [.. workload.PullSecrets.Reverse()] };
    }
}
