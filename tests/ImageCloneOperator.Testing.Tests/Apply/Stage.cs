using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply;
using ImageCloneOperator.Testing.KubeApi.Patching;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.Tests.Schemas;

namespace ImageCloneOperator.Testing.Tests.Apply;

/// <summary>One stored object and a clock: each step writes to it as the API server would.</summary>
internal sealed class Stage
{
    private static readonly KindSchema Kind = SampleCrd.Kind("""
        {type: object, properties: {
          a: {type: string}, b: {type: string},
          labels: {type: object, additionalProperties: {type: string}},
          box: {type: object, properties: {x: {type: string}, y: {type: string}}},
          whole: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}},
          list: {type: array, items: {type: string}},
          set: {type: array, x-kubernetes-list-type: set, items: {type: string}},
          map: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}, v: {type: string}}}}}}
        """.ReplaceLineEndings(" "));

    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public JsonObject? Live { get; private set; }

    public string Spec => Live!["spec"]?.ToJsonString() ?? "";

    public Stage Apply(string manager, string spec, bool force = false, string subresource = "", string status = "")
    {
        _now += TimeSpan.FromSeconds(1);
        var config = subresource.Length == 0
            ? SampleCrd.Thing(spec)
            : SampleCrd.Yaml($"{{apiVersion: example.com/v1, kind: Thing, metadata: {{name: t, namespace: default}}, status: {status}}}");
        Live = ServerSideApply.Apply(Kind, Live, config, new FieldManager(manager, subresource), force, _now);
        return this;
    }

    public Stage Patch(string manager, string patch)
    {
        _now += TimeSpan.FromSeconds(1);
        var updated = MergePatch.Apply(Live ?? SampleCrd.Thing("{}"), JsonNode.Parse(patch)!.AsObject());
        FieldOwnership.Track(Kind, Live, updated, new FieldManager(manager), _now);
        Live = updated;
        return this;
    }

    public string Owned(string manager, string operation = "Apply") => Entry(manager, operation)?["fieldsV1"]!.ToJsonString() ?? "";

    public JsonObject? Entry(string manager, string operation = "Apply") => Live!["metadata"]!["managedFields"]?.AsArray()
        .Select(entry => entry!.AsObject())
        .SingleOrDefault(entry => (string?)entry["manager"] == manager && (string?)entry["operation"] == operation);
}
