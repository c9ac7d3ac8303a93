using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Patching;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Admission;

/// <summary>Asks the configured webhooks and policies about a write.</summary>
internal sealed class AdmissionChain(Cluster cluster, WebhookCaller caller)
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>The object as the mutating webhooks leave it.</summary>
    /// <exception cref="ApiException">A webhook refuses, or cannot be asked and fails closed.</exception>
    public async Task<JsonObject> MutateAsync(ApiRequest request, string operation, JsonObject? old, JsonObject obj)
    {
        var calls = new List<(Webhook Webhook, JsonObject Left)>();
        foreach (var configured in Configured("mutatingwebhookconfigurations", request))
        {
            // An earlier one may have put on the label that this one selects by.
            if (Webhook.Match(cluster, configured, request, operation, old, obj) is not { } webhook) continue;
            obj = await MutateOnceAsync(webhook, request, operation, old, obj);
            calls.Add((webhook, obj));
        }

        // What was changed after a webhook saw it is shown to it once more, when it asks for that.
        foreach (var (webhook, left) in calls.Where(call => call.Webhook.ReinvokeIfNeeded))
        {
            if (!JsonNode.DeepEquals(left, obj)) obj = await MutateOnceAsync(webhook, request, operation, old, obj);
        }

        return obj;
    }

    /// <exception cref="ApiException">A policy or a webhook refuses, or a webhook cannot be asked and fails closed.</exception>
    public async Task ValidateAsync(ApiRequest request, string operation, JsonObject? old, JsonObject? obj)
    {
        if (operation == "DELETE")
        {
            foreach (var webhook in Matching("mutatingwebhookconfigurations", request, operation, old, obj))
                await caller.AskAsync(webhook, request, operation, old, obj);
        }

        foreach (var policy in AdmissionPolicy.Bound(cluster)) policy.Validate(cluster, request, operation, old, obj);
        foreach (var webhook in Matching("validatingwebhookconfigurations", request, operation, old, obj))
            await caller.AskAsync(webhook, request, operation, old, obj);
    }

    private async Task<JsonObject> MutateOnceAsync(Webhook webhook, ApiRequest request, string operation, JsonObject? old, JsonObject obj)
    {
        if (await caller.AskAsync(webhook, request, operation, old, obj) is not { } patch) return obj;
        try
        {
            var shown = VersionConversion.FromStorage(webhook.As, obj.DeepClone().AsObject());
            var patched = JsonPatch.Apply(shown, patch) as JsonObject
                ?? throw ApiError.Internal($"the patch of admission webhook \"{webhook.Name}\" leaves no object");
            KindSchemas.For(webhook.As)?.Prune(patched);
            var result = VersionConversion.ToStorage(webhook.As, patched);
            KindSchemas.Stored(request.Resource)?.Default(result);
            return result;
        }
        catch (PatchException problem)
        {
            throw ApiError.Internal($"add operation of admission webhook \"{webhook.Name}\" does not apply: {problem.Message}");
        }
    }

    private IEnumerable<Webhook> Matching(string configurations, ApiRequest request, string operation, JsonObject? old, JsonObject? obj) =>
        Configured(configurations, request)
            .Select(webhook => Webhook.Match(cluster, webhook, request, operation, old, obj))
            .OfType<Webhook>();

    private List<JsonObject> Configured(string configurations, ApiRequest request)
    {
        var (items, _) = cluster.Store.Snapshot($"{Group}/{configurations}");
        return items.IsEmpty || request.Resource.Group == Group ? [] : [.. items.SelectMany(item => item.ToJson().Objects("webhooks"))];
    }
}
