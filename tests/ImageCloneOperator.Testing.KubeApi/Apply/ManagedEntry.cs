using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
internal sealed record ManagedEntry(string Manager, bool Applied, string ApiVersion, string Subresource, string? Time, FieldSet Fields)
{
    /// <summary>Entries with the same identity are one: an applier keeps its entry whatever version it applies at.</summary>
    public (string Manager, bool Applied, string ApiVersion, string Subresource) Identity =>
        (Manager, Applied, Applied ? "" : ApiVersion, Subresource);

    /// <summary>As conflicts name it.</summary>
    public string Shown =>
        $"\"{Manager}\"{(Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "")}{(Applied ? "" : $" using {ApiVersion}")}";

    public static ManagedEntry Parse(JsonObject json) => new(
        json.Text("manager") ?? "",
        json.Text("operation") == "Apply",
        json.Text("apiVersion") ?? "",
        json.Text("subresource") ?? "",
        json.Text("time"),
        FieldSet.Parse(json.Object("fieldsV1")));

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Applied ? "Apply" : "Update",
            ["apiVersion"] = ApiVersion,
        };
        if (Time is not null) json["time"] = Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0) json["subresource"] = Subresource;
        return json;
    }
}
