using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Selectors;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>The query of a list, watch or deletecollection.</summary>
internal sealed record ListOptions(LabelSelector Labels, FieldSelector Fields, string Namespace)
{
    public string ResourceVersion { get; private init; } = "";

    public string ResourceVersionMatch { get; private init; } = "";

    public int Limit { get; private init; }

    public string Continue { get; private init; } = "";

    public bool Selects => !Labels.IsEmpty || !Fields.IsEmpty;

    public long Revision { get; private init; }

    public static ListOptions From(ApiRequest request)
    {
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Resource);
        var version = request.Query("resourceVersion");
        var revision = 0L;
        if (version.Length > 0 && (!long.TryParse(version, out revision) || revision < 0))
        {
            throw ApiError.BadRequest("invalid resource version: resourceVersion: Invalid value: "
                + $"\"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");
        }

        if (!int.TryParse(request.Query("limit") is { Length: > 0 } limit ? limit : "0", out var count))
            throw ApiError.BadRequest($"strconv.ParseInt: parsing \"{request.Query("limit")}\": invalid syntax");
        return new ListOptions(LabelSelector.Parse(request.Query("labelSelector")), fields, request.Namespace)
        {
            ResourceVersion = version,
            ResourceVersionMatch = request.Query("resourceVersionMatch"),
            Limit = Math.Max(0, count),
            Continue = request.Query("continue"),
            Revision = revision,
        };
    }

    public bool Matches(StoredObject obj) =>
        (Namespace.Length == 0 || obj.Namespace == Namespace) && Labels.Matches(obj.Labels) && Fields.Matches(obj);
}
