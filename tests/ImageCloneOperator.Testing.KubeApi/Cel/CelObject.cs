using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>A JSON object under its schema: a map, or an object with declared fields. Values are converted when they are read.</summary>
internal sealed class CelObject(JsonObject json, Schema schema)
{
    public int Count => json.Count;

    public IEnumerable<string> Keys => json.Select(entry => entry.Key);

    /// <summary>A declared field that is null counts as not set.</summary>
    public bool Has(string name) =>
        json.TryGetPropertyValue(name, out var value) && (value is not null || schema.Field(name) is not { Nullable: false });

    public object? Get(string name) => Has(name)
        ? CelValues.From(json[name], schema.Field(name) ?? CelValues.Untyped)
        : throw new CelException("no such key: " + name);
}
