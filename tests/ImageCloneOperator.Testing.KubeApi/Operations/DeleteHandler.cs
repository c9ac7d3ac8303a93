using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Admission;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Operations.Reading;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>DELETE of one object or of a selected collection.</summary>
internal sealed class DeleteHandler(
    Cluster cluster, ObjectRemover remover, ListReader reader, AdmissionChain admission, ObjectResponder responder)
{
    private static readonly string[] ReturnsObject = ["/pods", "/services", "/serviceaccounts", "/persistentvolumeclaims"];

    public async Task HandleAsync(ApiRequest request)
    {
        var options = await DeleteOptions.ReadAsync(request);
        var seen = cluster.Find(request.Resource, request.Namespace, request.Name)
            ?? throw ApiError.NotFound(request.Resource, request.Name);
        Protect(request);
        await admission.ValidateAsync(request, "DELETE", seen.ToJson(), null);
        var (last, gone) = remover.Remove(request.Resource, request.Namespace, request.Name, options);
        if (!gone || ReturnsObject.Contains(request.Resource.Table, StringComparer.Ordinal)) await responder.WriteAsync(request, last, 200);
        else await request.Http.Response.WriteJsonAsync(200, Success(request, last), request.Cancelled);
    }

    public async Task HandleCollectionAsync(ApiRequest request)
    {
        var options = await DeleteOptions.ReadAsync(request);
        var page = reader.Read(request.Resource, ListOptions.From(request));
        var items = new JsonArray();
        foreach (var item in page.Items)
        {
            await admission.ValidateAsync(request, "DELETE", item.ToJson(), null);
            items.Add(Removed(request, item, options));
        }

        var list = new JsonObject
        {
            ["kind"] = request.Resource.ListKind,
            ["apiVersion"] = request.Resource.ApiVersion,
            ["metadata"] = page.ListMeta(),
            ["items"] = items,
        };
        await request.Http.Response.WriteJsonAsync(200, list, request.Cancelled);
    }

    private JsonObject Removed(ApiRequest request, StoredObject item, DeleteOptions options)
    {
        try
        {
            return remover.Remove(request.Resource, item.Namespace, item.Name, options).Object.ToJson();
        }
        catch (ApiException gone) when (gone.Code == 404)
        {
            return item.ToJson();
        }
    }

    private static void Protect(ApiRequest request)
    {
        if (request is { Resource.Table: "/namespaces", Name: "default" or "kube-system" or "kube-public" })
            throw ApiError.Forbidden(request.Resource, request.Name, "this namespace may not be deleted");
    }

    private static JsonObject Success(ApiRequest request, StoredObject last)
    {
        var details = ApiError.Details(request.Resource.Group, request.Resource.Plural, request.Name);
        details["uid"] = last.Uid;
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }
}
