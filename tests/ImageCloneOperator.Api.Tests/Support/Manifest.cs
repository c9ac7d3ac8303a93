using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Serialization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace ImageCloneOperator.Api.Tests.Support;

/// <summary>Manifests as people write them.</summary>
internal static class Manifest
{
    public static IEnumerable<JsonObject> Read(string file) => ReadText(File.ReadAllText(file));

    public static IEnumerable<JsonObject> ReadText(string yaml)
    {
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var serializer = new SerializerBuilder().JsonCompatible().Build();
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            yield return JsonNode.Parse(serializer.Serialize(deserializer.Deserialize<object>(parser)))!.AsObject();
        }
    }

    /// <summary>A policy with a good target and whatever else the spec says.</summary>
    public static BackupPolicy Policy(string spec)
    {
        var node = ReadText($"metadata: {{name: test}}\nspec: {spec}").Single();
        node["spec"]!.AsObject().TryAdd("target", new JsonObject { ["registry"] = "registry.example.com" });
        return node.Deserialize(ApiJsonContext.Default.BackupPolicy)!;
    }

    public static ImageBackup Backup(string spec) =>
        ReadText($"metadata: {{name: test}}\nspec: {spec}").Single().Deserialize(ApiJsonContext.Default.ImageBackup)!;
}
