using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Tests.Planning;

/// <summary>The smallest policies and workloads that do something.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TargetRegistry Target(string registry = "r.io", TargetLayout layout = TargetLayout.Nested) =>
        TargetRegistry.TryCreate(registry, "b", layout, out var target, out var error) ? target : throw new FormatException(error);

    public static Policy Policy(string name = "p") => new() { Name = name, Target = Target() };

    public static Policy Rewriting(RewriteMode mode, string name = "p") => Policy(name) with { RewriteMode = mode };

    public static Core.Rules.Glob Glob(string pattern) =>
        Core.Rules.Glob.TryParseRepository(pattern, out var glob, out var error) ? glob : throw new FormatException(error);

    public static Workload Workload(params string[] images) => new(new WorkloadKey(WorkloadTypes.Deployment, "default", "web"))
    {
        Images = [.. images.Select((image, i) => new ContainerImage($"c{i}", image))],
    };

    public static WorkloadPlan Plan(Workload workload, params Policy[] policies) =>
        new Planner(new PolicySet(policies)).Plan(workload, new NamespaceInfo("default"));

    public static Func<PlannedBackup, BackupState> States(params (string Image, BackupState State)[] states) => backup =>
        states.FirstOrDefault(state => new BackupKey(backup.Key.Policy, ImageReference.Parse(state.Image)) == backup.Key).State
        ?? BackupState.Pending;
}
