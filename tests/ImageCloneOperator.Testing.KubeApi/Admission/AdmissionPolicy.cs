using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Cel;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Admission;

/// <summary>
/// A ValidatingAdmissionPolicy with a binding that denies. Bindings to namespaces, parameters and types are not looked at.
/// </summary>
internal sealed class AdmissionPolicy(JsonObject policy, string binding)
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>Those that want a request to be judged.</summary>
    public static IEnumerable<AdmissionPolicy> Bound(Cluster cluster)
    {
        foreach (var binding in Items(cluster, "validatingadmissionpolicybindings"))
        {
            if (!binding.Texts("spec", "validationActions").Contains("Deny", StringComparer.Ordinal)) continue;
            var policy = Items(cluster, "validatingadmissionpolicies").FirstOrDefault(
                item => item.Name() == binding.Text("spec", "policyName"));
            if (policy is not null) yield return new AdmissionPolicy(policy, binding.Name());
        }
    }

    /// <exception cref="ApiException">It denies the request, or its expressions fail.</exception>
    public void Validate(Cluster cluster, ApiRequest request, string operation, JsonObject? old, JsonObject? obj)
    {
        if (Selector() is not { } selector || Webhook.Match(cluster, selector, request, operation, old, obj) is not { } match) return;
        var review = AdmissionReview.Build(match.As, request, operation, old, obj)["request"]!.AsObject();
        var scope = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["request"] = CelValues.From(review, CelValues.Untyped),
            ["object"] = CelValues.From(review["object"], CelValues.Untyped),
            ["oldObject"] = CelValues.From(review["oldObject"], CelValues.Untyped),
        };
        if (Denial(scope) is { } denial)
        {
            throw ApiError.Forbidden(
                request.Resource,
                review.Text("name"),
                $"ValidatingAdmissionPolicy '{policy.Name()}' with binding '{binding}' denied request: {denial}");
        }
    }

    private static IEnumerable<JsonObject> Items(Cluster cluster, string plural) =>
        cluster.Store.Snapshot($"{Group}/{plural}").Items.Select(item => item.ToJson());

    /// <summary>Its constraints as those of a webhook.</summary>
    private JsonObject? Selector()
    {
        if (policy.At("spec", "matchConstraints")?.DeepClone() is not JsonObject selector) return null;
        selector["rules"] = selector["resourceRules"]?.DeepClone();
        return selector;
    }

    /// <summary>Why the request is denied; null where it is not.</summary>
    private string? Denial(Dictionary<string, object?> scope)
    {
        try
        {
            if (policy.Objects("spec", "matchConditions").Any(condition => !Holds(condition, scope))) return null;
            foreach (var variable in policy.Objects("spec", "variables"))
                scope["variables." + variable.Text("name")] = CelProgram.Parse(variable.Text("expression")).Evaluate(scope);
            return policy.Objects("spec", "validations").FirstOrDefault(validation => !Holds(validation, scope)) is { } failed
                ? failed.Text("message")
                : null;
        }
        catch (CelException problem)
        {
            return problem.Message;
        }
    }

    private static bool Holds(JsonObject condition, Dictionary<string, object?> scope) =>
        CelProgram.Parse(condition.Text("expression")).Evaluate(scope) is true;
}
