using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Storage;

/// <summary>One version of one object: its JSON as bytes, and the few parts that lists, watches and the collectors ask for.</summary>
internal sealed class StoredObject
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private StoredObject(string table, string @namespace, string name)
    {
        Table = table;
        Namespace = @namespace;
        Name = name;
        // "/" sorts below every character that a name may hold, so that namespaces stay together.
        Key = $"{@namespace}/{name}";
    }

    public string Table { get; }

    public string Namespace { get; }

    public string Name { get; }

    public string Key { get; }

    public long Revision { get; private init; }

    public byte[] Utf8 { get; private init; } = [];

    /// <summary>How many bytes at the start hold the kind and apiVersion, which the items of typed lists go without.</summary>
    public int TypeLength { get; private init; }

    public string Uid { get; private init; } = "";

    public bool IsTerminating { get; private init; }

    public IReadOnlyDictionary<string, string> Labels { get; private init; } = NoLabels;

    public string[] OwnerUids { get; private init; } = [];

    /// <summary>A key without an object, to look others up with.</summary>
    public static StoredObject Probe(string @namespace, string name) => new("", @namespace, name);

    public static StoredObject Create(string table, JsonObject obj, long revision)
    {
        obj.Meta()["resourceVersion"] = revision.ToString();
        return Unsaved(table, obj, revision);
    }

    /// <summary>What a dry run answers with.</summary>
    public static StoredObject Unsaved(string table, JsonObject obj, long revision = 0)
    {
        var prefix = Lead(obj);
        return new StoredObject(table, obj.Namespace(), obj.Name())
        {
            Revision = revision,
            TypeLength = prefix,
            Utf8 = obj.ToUtf8(),
            Uid = obj.Uid(),
            IsTerminating = obj.IsTerminating(),
            Labels = ReadLabels(obj),
            OwnerUids = [.. obj.Objects("metadata", "ownerReferences").Select(owner => owner.Text("uid"))],
        };
    }

    public JsonObject ToJson() => Json.ParseObject(Utf8);

    public JsonDocument ToDocument() => JsonDocument.Parse(Utf8);

    // Kind, apiVersion and metadata come first, in the order in which a Go server writes them.
    private static int Lead(JsonObject obj)
    {
        string[] order = ["kind", "apiVersion", "metadata"];
        for (var i = 0; i < order.Length; i++)
        {
            obj.Remove(order[i], out var value);
            obj.Insert(i, order[i], value);
        }

        return new JsonObject { ["kind"] = obj.Text("kind"), ["apiVersion"] = obj.Text("apiVersion") }.ToUtf8().Length;
    }

    private static Dictionary<string, string> ReadLabels(JsonObject obj) =>
        obj.At("metadata", "labels") is JsonObject { Count: > 0 } labels
            ? labels.ToDictionary(label => label.Key, label => label.Value.Text(), StringComparer.Ordinal)
            : NoLabels;

    public sealed class ByKey : IComparer<StoredObject>
    {
        public static readonly ByKey Instance = new();

        public int Compare(StoredObject? x, StoredObject? y) => string.CompareOrdinal(x?.Key, y?.Key);
    }
}
