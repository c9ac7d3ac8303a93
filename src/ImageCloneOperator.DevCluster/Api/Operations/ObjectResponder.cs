using ImageCloneOperator.DevCluster.Api.Http;
using ImageCloneOperator.DevCluster.Api.Objects;
using ImageCloneOperator.DevCluster.Api.Storage;
using ImageCloneOperator.DevCluster.Api.Tables;

namespace ImageCloneOperator.DevCluster.Api.Operations;

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
        return request.Http.Response.WriteBytesAsync(code, negotiated.Yaml ? Yaml.FromJson(body) : body, negotiated.Yaml ? "application/yaml" : "application/json", request.Cancelled);
    }
}
