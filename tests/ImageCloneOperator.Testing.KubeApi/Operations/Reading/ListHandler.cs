using System.Text.Json;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Tables;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>GET of a collection.</summary>
internal sealed class ListHandler(Cluster cluster, ListReader reader)
{
    private const int FlushEvery = 64 * 1024;

    public async Task HandleAsync(ApiRequest request)
    {
        var negotiated = Negotiated.From(request);
        var page = reader.Read(request.Resource, ListOptions.From(request));
        if (negotiated.Format == ObjectFormat.Table)
        {
            var table = TableBuilder.Build(cluster, request, page.Items, withColumns: true, page.Revision.ToString());
            table["metadata"] = page.ListMeta();
            await request.Http.Response.WriteJsonAsync(200, table, request.Cancelled);
            return;
        }

        await StreamAsync(request, page, negotiated.Format == ObjectFormat.Partial);
    }

    private static async Task StreamAsync(ApiRequest request, ListPage page, bool partial)
    {
        var response = request.Http.Response;
        response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Json.Writer);
        writer.WriteStartObject();
        writer.WriteString("kind", partial ? "PartialObjectMetadataList" : request.Resource.ListKind);
        writer.WriteString("apiVersion", partial ? "meta.k8s.io/v1" : request.Resource.ApiVersion);
        writer.WritePropertyName("metadata");
        page.ListMeta().WriteTo(writer);
        writer.WriteStartArray("items");
        foreach (var item in page.Items)
        {
            if (partial) ObjectWriter.Partial(item).WriteTo(writer);
            else ObjectWriter.WriteItem(writer, request.Resource, item);
            if (writer.BytesPending < FlushEvery) continue;
            writer.Flush();
            await response.BodyWriter.FlushAsync(request.Cancelled);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
