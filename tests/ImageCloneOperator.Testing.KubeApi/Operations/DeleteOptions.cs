using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>metav1.DeleteOptions, from the body or the query.</summary>
internal sealed record DeleteOptions(string Propagation)
{
    public static readonly DeleteOptions Background = new("Background");

    public static readonly DeleteOptions Foreground = new("Foreground");

    public string Uid { get; private init; } = "";

    public string ResourceVersion { get; private init; } = "";

    public bool DryRun { get; private init; }

    public static async Task<DeleteOptions> ReadAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request.Http.Request, request.Cancelled);
        var sent = body.Length == 0 ? [] : RequestBody.Parse(body, "DeleteOptions", "v1");
        var policy = sent.Text("propagationPolicy") is { Length: > 0 } given ? given : request.Query("propagationPolicy");
        if (policy is not ("" or "Background" or "Foreground" or "Orphan"))
        {
            throw ApiError.InvalidOptions(
                "DeleteOptions", FieldError.NotSupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"]));
        }

        if (policy.Length == 0 && sent.Flag("orphanDependents")) policy = "Orphan";
        return new DeleteOptions(policy.Length == 0 ? "Background" : policy)
        {
            Uid = sent.Text("preconditions", "uid"),
            ResourceVersion = sent.Text("preconditions", "resourceVersion"),
            DryRun = request.DryRun || sent.Texts("dryRun").Contains("All", StringComparer.Ordinal),
        };
    }
}
