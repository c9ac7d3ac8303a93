using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Admission;

/// <summary>What a webhook is asked (admission.k8s.io/v1).</summary>
internal static class AdmissionReview
{
    public static JsonObject Build(ResourceDefinition version, ApiRequest request, string operation, JsonObject? old, JsonObject? obj)
    {
        var asked = new JsonObject
        {
            ["uid"] = Guid.NewGuid().ToString(),
            ["kind"] = Kind(version),
            ["resource"] = Resource(version),
            ["requestKind"] = Kind(request.Resource),
            ["requestResource"] = Resource(request.Resource),
        };
        if (request.Subresource.Length > 0)
        {
            asked["subResource"] = request.Subresource;
            asked["requestSubResource"] = request.Subresource;
        }

        if ((obj ?? old)!.Name() is { Length: > 0 } name) asked["name"] = name;
        if (request.Resource.Namespaced) asked["namespace"] = request.Namespace;
        else if (request.Resource.Table == "/namespaces") asked["namespace"] = (obj ?? old)!.Name();
        asked["operation"] = operation;
        asked["userInfo"] = request.User.ToUserInfo();
        asked["object"] = Shown(version, obj);
        asked["oldObject"] = Shown(version, old);
        asked["dryRun"] = request.DryRun;
        asked["options"] = new JsonObject { ["kind"] = Options(operation), ["apiVersion"] = "meta.k8s.io/v1" };
        return new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["request"] = asked };
    }

    private static JsonObject? Shown(ResourceDefinition version, JsonObject? obj) =>
        obj is null ? null : VersionConversion.FromStorage(version, obj.DeepClone().AsObject());

    private static string Options(string operation) => operation switch
    {
        "CREATE" => "CreateOptions",
        "DELETE" => "DeleteOptions",
        _ => "UpdateOptions",
    };

    private static JsonObject Kind(ResourceDefinition resource) =>
        new() { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind };

    private static JsonObject Resource(ResourceDefinition resource) =>
        new() { ["group"] = resource.Group, ["version"] = resource.Version, ["resource"] = resource.Plural };
}
