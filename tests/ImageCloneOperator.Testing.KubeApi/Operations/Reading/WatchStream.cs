using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;
using ImageCloneOperator.Testing.KubeApi.Tables;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>Writes watch events in the form that was agreed on. The columns of a table go with the first event only.</summary>
internal sealed class WatchStream
{
    private readonly Cluster _cluster;
    private readonly ApiRequest _request;
    private readonly ListOptions _options;
    private readonly ObjectFormat _format;
    private bool _columnsSent;

    public WatchStream(Cluster cluster, ApiRequest request, ListOptions options)
    {
        (_cluster, _request, _options) = (cluster, request, options);
        _format = Negotiated.From(request).Format;
        request.Http.Response.ContentType = "application/json";
    }

    /// <summary>Tells a change as the client's selectors see it: what leaves them is deleted, what enters is added.</summary>
    public void Change(WatchRecord record)
    {
        var now = !record.Deleted && _options.Matches(record.Object);
        var before = record.Previous is not null && _options.Matches(record.Previous);
        switch (now, before)
        {
            case (true, false):
                Write("ADDED", record.Object);
                break;
            case (true, true):
                Write("MODIFIED", record.Object);
                break;
            case (false, true):
                Write(
                    "DELETED",
                    record.Deleted ? record.Object : StoredObject.Create(record.Object.Table, record.Previous!.ToJson(), record.Revision));
                break;
        }
    }

    public void Write(string type, StoredObject obj) => Line(type, Shown(obj));

    public void Bookmark(long revision)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(), ["creationTimestamp"] = null };
        var resource = _request.Resource;
        var body = _format switch
        {
            ObjectFormat.Table => TableBuilder.Bookmark(metadata),
            ObjectFormat.Partial =>
                new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
            _ => new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata },
        };
        Line("BOOKMARK", body.ToUtf8());
    }

    public void Error(ApiException problem) => Line("ERROR", problem.ToStatus().ToUtf8());

    private byte[] Shown(StoredObject obj)
    {
        if (_format == ObjectFormat.Partial) return ObjectWriter.Partial(obj).ToUtf8();
        if (_format == ObjectFormat.Full) return ObjectWriter.Full(_request.Resource, obj);
        var table = TableBuilder.Build(_cluster, _request, [obj], withColumns: !_columnsSent, obj.Revision.ToString());
        _columnsSent = true;
        return table.ToUtf8();
    }

    private void Line(string type, ReadOnlySpan<byte> obj)
    {
        var body = _request.Http.Response.BodyWriter;
        body.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        body.Write(obj);
        body.Write("}\n"u8);
    }
}
