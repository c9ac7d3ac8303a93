using System.Text;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Webhooks.Admission;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>Points the images of a new pod at their copies, where a policy with rewrite.mode: Pod says so.</summary>
internal sealed class PodWebhook(
    CompiledPolicies policies, WorkloadPlanner judge, PodOwners owners, PodRefusals refusals, IEventRecorder events) : IAdmissionWebhook
{
    public string Name => "pods";

    public string Path => "/mutate-pods";

    public AdmissionResponse Answer(AdmissionRequest request)
    {
        if (!AdmittedPod.IsAbout(request)) return AdmissionResponse.Allow;
        if (policies.Planner.Policies.Policies.All(policy => policy.RewriteMode != RewriteMode.Pod))
            return LeftAlone("no policy has rewrite.mode: Pod");
        if (AdmittedPod.Read(request, out var problem) is not { } pod)
            return AdmissionResponse.AllowWith($"image-clone-operator leaves this pod as it is: {problem}");
        if (WorkloadReader.IsSkipped(pod.Metadata)) return LeftAlone("the pod is opted out by its annotation");

        var itself = WorkloadReader.Read(WorkloadTypes.Pod, pod.Metadata, pod.Spec);
        // Before its owners are looked for: the object may lack its namespace, which the request has.
        itself = owners.With(itself with { Key = itself.Key with { Namespace = pod.Namespace } });
        List<Workload> workloads = [.. itself.Owners, itself];
        if (workloads.Exists(workload => workload.Skip)) return LeftAlone("its workload is opted out by its annotation");
        return Answer(pod, workloads[0], PodRewrite.Of(judge, workloads, pod));
    }

    private AdmissionResponse Answer(AdmittedPod pod, Workload workload, PodRewrite rewrite)
    {
        string[] secrets = [.. SecretsOf(rewrite)];
        var operations = PodPatch.Of(pod, rewrite.Plan, secrets);
        if (operations.Count == 0) return LeftAlone(rewrite.Explanation);
        if (pod.IsRunning && PodPatch.MissingSecrets(pod, secrets) is [var missing, ..])
            return LeftAlone($"the copy is pulled with secret {missing}, which a pod that runs cannot be given any more");
        if (!pod.IsRunning && !PodPatch.Fits(pod, rewrite.Plan)) return TooLarge(workload);
        if (refusals.Of(workload.Key) is { } refusal) return Refused(workload, refusal);
        return new AdmissionResponse
        {
            Allowed = true,
            Patch = Encoding.UTF8.GetBytes(Patch.Json(operations).Body.ToJsonString()),
            AuditAnnotations = Audit("Rewritten", rewrite.Explanation),
        };
    }

    /// <summary>A pod that the API server would refuse for our annotation goes in as it came.</summary>
    private AdmissionResponse TooLarge(Workload workload)
    {
        const string why = "with the annotation of its original images its annotations would have more than 256 KiB";
        // A pod of its own may have no name yet.
        if (workload.Key.Name.Length == 0) return LeftAlone(why) with { Result = "TooLarge" };
        events.Record(
            workload.Reference(),
            EventType.Warning,
            EventReasons.PodsNotRewritten,
            $"New pods run from their sources: a pod is left as it is, since {why}",
            "Rewrite");
        return LeftAlone(why) with { Result = "TooLarge" };
    }

    /// <summary>A policy that forbids the copies must not keep the workload from running.</summary>
    private AdmissionResponse Refused(Workload workload, string refusal)
    {
        events.Record(
            workload.Reference(),
            EventType.Warning,
            EventReasons.RewriteRefused,
            $"New pods run from their sources for a while, since admission refuses them with copies: {refusal}",
            "Rewrite");
        return LeftAlone($"admission has refused pods of its workload: {refusal}") with { Result = "Refused" };
    }

    private IEnumerable<string> SecretsOf(PodRewrite rewrite) =>
        rewrite.Plan.PoliciesInUse.SelectMany(policy => policies.Find(policy)?.PodPullSecrets ?? []).Union(rewrite.Plan.PullSecrets);

    private static AdmissionResponse LeftAlone(string why) => new() { Allowed = true, AuditAnnotations = Audit("LeftAlone", why) };

    private static Dictionary<string, string> Audit(string result, string reason) =>
        new(StringComparer.Ordinal) { ["result"] = result, ["reason"] = reason };
}
