using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Errors;

/// <summary>The failures of an API server, worded as k8s.io/apimachinery's api/errors words them.</summary>
internal static class ApiError
{
    public static ApiException NotFound(ResourceDefinition resource, string name) =>
        new(404, "NotFound", $"{resource.QualifiedName} {Quote(name)} not found", Details(resource.Group, resource.Plural, name));

    public static ApiException PageNotFound() =>
        new(404, "NotFound", "404 page not found\n") { IsBare = true };

    public static ApiException UnknownResource() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException AlreadyExists(ResourceDefinition resource, string name) =>
        new(409, "AlreadyExists", $"{resource.QualifiedName} {Quote(name)} already exists", Details(resource.Group, resource.Plural, name));

    public static ApiException Conflict(ResourceDefinition resource, string name, string problem) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedName} {Quote(name)}: {problem}", Details(
            resource.Group, resource.Plural, name));

    public static ApiException Modified(ResourceDefinition resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException ApplyConflict(string message, JsonArray causes) =>
        new(409, "Conflict", message, new JsonObject { ["causes"] = causes });

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Invalid(ResourceDefinition resource, string name, IReadOnlyCollection<FieldError> causes)
    {
        var errors = causes.Select(cause => cause.ToString()).Distinct(StringComparer.Ordinal).ToList();
        var text = errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]";
        var details = Details(resource.Group, resource.Kind, name);
        details["causes"] = new JsonArray([.. causes.Select(Cause)]);
        return new ApiException(422, "Invalid", $"{resource.QualifiedKind} {Quote(name)} is invalid: {text}", details);
    }

    /// <summary>For the options of a request: ListOptions, CreateOptions, PatchOptions, DeleteOptions.</summary>
    public static ApiException InvalidOptions(string kind, FieldError error)
    {
        var details = Details("meta.k8s.io", kind, "");
        details["causes"] = new JsonArray(Cause(error));
        return new ApiException(422, "Invalid", $"{kind}.meta.k8s.io \"\" is invalid: {error}", details);
    }

    public static ApiException Forbidden(ResourceDefinition resource, string name, string problem)
    {
        var subject = name.Length == 0 ? resource.QualifiedName : $"{resource.QualifiedName} {Quote(name)}";
        return new ApiException(403, "Forbidden", $"{subject} is forbidden: {problem}", Details(resource.Group, resource.Plural, name));
    }

    public static ApiException ForbiddenPath(string problem) => new(403, "Forbidden", $"forbidden: {problem}", []);

    public static ApiException NamespaceTerminating(ResourceDefinition resource, string name, string @namespace)
    {
        var details = Details(resource.Group, resource.Plural, name);
        details["causes"] = new JsonArray(new JsonObject
        {
            ["reason"] = "NamespaceTerminating",
            ["message"] = $"namespace {@namespace} is being terminated",
            ["field"] = "metadata.namespace",
        });
        var problem = $"unable to create new content in namespace {@namespace} because it is being terminated";
        return new ApiException(403, "Forbidden", $"{resource.QualifiedName} {Quote(name)} is forbidden: {problem}", details);
    }

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException UnsupportedMediaType(string supported) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {supported}");

    public static ApiException NotAcceptable() =>
        new(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml");

    public static ApiException TooLarge(int limit) =>
        new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException TooOld(long requested, long oldest) => Expired($"too old resource version: {requested} ({oldest})");

    public static ApiException ResourceVersionTooLarge(long requested, long current)
    {
        var causes = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" });
        return new ApiException(
            504, "Timeout", $"Timeout: Too large resource version: {requested}, current: {current}", new JsonObject { ["causes"] = causes })
        {
            RetryAfterSeconds = 1,
        };
    }

    public static ApiException Internal(string message) =>
        new(
            500,
            "InternalError",
            $"Internal error occurred: {message}",
            new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) });

    public static JsonObject Details(string group, string kind, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        details["kind"] = kind;
        return details;
    }

    private static string Quote(string value) => JsonValue.Create(value).ToJsonString(Json.Relaxed);

    private static JsonObject Cause(FieldError cause) =>
        new() { ["reason"] = cause.Reason, ["message"] = cause.Message, ["field"] = cause.Path };
}
