using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;
using ImageCloneOperator.Testing.KubeApi.Tables;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>Answers with one object in the form the client accepts.</summary>
internal sealed class ObjectResponder(Cluster cluster)
{
    public Task WriteAsync(ApiRequest request, StoredObject obj, int code)
    {
        var negotiated = Negotiated.From(request);
        var body = negotiated.Format switch
        {
            ObjectFormat.Table => TableBuilder.Build(cluster, request, [obj], withColumns: true, obj.Revision.ToString()).ToUtf8(),
            ObjectFormat.Partial => ObjectWriter.Partial(obj).ToUtf8(),
            _ => ObjectWriter.Full(request.Resource, obj),
        };
        return request.Http.Response.WriteBytesAsync(
            code,
            negotiated.Yaml ? Yaml.FromJson(body) : body,
            negotiated.Yaml ? "application/yaml" : "application/json",
            request.Cancelled);
    }
}
