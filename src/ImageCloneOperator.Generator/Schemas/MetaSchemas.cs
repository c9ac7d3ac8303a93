using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>The schemas of Kubernetes' own types (<c>metav1</c>), which are the same wherever they occur.</summary>
internal static class MetaSchemas
{
    private const string Condition = """
        {
          "description": "metav1.Condition: one aspect of an object's state, as kstatus and kubectl wait read it.",
          "properties": {
            "type": {"description": "The aspect, in PascalCase.", "maxLength": 316, "type": "string"},
            "status": {"description": "True, False or Unknown.", "enum": ["True", "False", "Unknown"], "type": "string"},
            "observedGeneration": {
              "description": "The generation of the spec that this condition speaks of.", "format": "int64", "minimum": 0, "type": "integer"
            },
            "lastTransitionTime": {"description": "When the status last changed.", "format": "date-time", "type": "string"},
            "reason": {"description": "PascalCase, for programs.", "maxLength": 1024, "type": "string"},
            "message": {"description": "For people: what is so, and what to do about it.", "maxLength": 32768, "type": "string"}
          },
          "required": ["reason", "status", "type"],
          "type": "object"
        }
        """;

    private const string LabelSelector = """
        {
          "properties": {
            "matchLabels": {
              "additionalProperties": {"type": "string"}, "description": "Labels with the values that they must have.", "type": "object"
            },
            "matchExpressions": {
              "description": "Requirements on labels.",
              "items": {
                "description": "metav1.LabelSelectorRequirement: a key, an operator (In, NotIn, Exists, DoesNotExist) and its values.",
                "properties": {
                  "key": {"description": "The label.", "type": "string"},
                  "operator": {
                    "description": "How the label relates to the values: In, NotIn, Exists or DoesNotExist.",
                    "enum": ["In", "NotIn", "Exists", "DoesNotExist"],
                    "type": "string"
                  },
                  "values": {
                    "description": "Some values for In and NotIn, none for Exists and DoesNotExist.", "items": {"type": "string"}, "type": "array"
                  }
                },
                "required": ["key", "operator"],
                "type": "object"
              },
              "type": "array"
            }
          },
          "type": "object",
          "x-kubernetes-map-type": "atomic"
        }
        """;

    // The API server refuses a definition that says more about metadata.
    private const string ObjectMeta = """{"type": "object"}""";

    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(Condition)] = Condition,
        [typeof(V1LabelSelector)] = LabelSelector,
        [typeof(V1ObjectMeta)] = ObjectMeta,
    };

    /// <summary>Null if the type is none of these.</summary>
    public static JsonObject? Of(Type type) => Known.TryGetValue(type, out var schema) ? JsonNode.Parse(schema)!.AsObject() : null;
}
