using ImageCloneOperator.Testing.KubeApi.Errors;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>The form in which a client wants objects, from its Accept header.</summary>
internal enum ObjectFormat
{
    Full,
    Table,
    Partial,
}

/// <summary>What was agreed on: the form and whether it is written as YAML.</summary>
internal sealed record Negotiated(ObjectFormat Format, bool Yaml)
{
    /// <exception cref="ApiException">406 when the client accepts nothing that the server can write.</exception>
    public static Negotiated From(ApiRequest request)
    {
        foreach (var type in MediaType.ParseAccept(request.Http.Request.Headers.Accept.ToString()))
        {
            var yaml = type.Type is "application/yaml";
            if (!yaml && type.Type is not ("application/json" or "*/*" or "application/*")) continue;
            switch (type["as"], type["g"], type["v"])
            {
                case ("", _, _): return new Negotiated(ObjectFormat.Full, yaml);
                case ("Table", "meta.k8s.io", "v1"): return new Negotiated(ObjectFormat.Table, yaml);
                case ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1"):
                    return new Negotiated(ObjectFormat.Partial, yaml);
            }
        }

        throw ApiError.NotAcceptable();
    }
}
