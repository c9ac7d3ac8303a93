using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;
using YamlDotNet.Serialization;

namespace ImageCloneOperator.Testing.Tests.Schemas;

/// <summary>A kind whose spec is given as YAML, and objects of it.</summary>
internal static class SampleCrd
{
    public static KindSchema Kind(string spec) => CustomResourceDefinitions.Kinds(Crd(spec)).Single();

    public static JsonObject Crd(string spec) => Yaml($$$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.example.com}
        spec:
          group: example.com
          names: {kind: Thing, plural: things, singular: thing, listKind: ThingList}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: { }}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {{{spec}}}
                  status: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """);

    public static JsonObject Thing(string spec) => Yaml($$$"""
        apiVersion: example.com/v1
        kind: Thing
        metadata: {name: t, namespace: default}
        spec: {{{spec}}}
        """);

    public static JsonObject Yaml(string yaml)
    {
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new StringReader(yaml));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(graph))!.AsObject();
    }
}
