using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>Holds an object, as kubectl shows it, against the rules of kstatus.</summary>
internal static class Kstatus
{
    public static void Check(JsonNode entity) => ConditionsChecker.Check(
        entity["status"]!["conditions"].Deserialize<List<Condition>>(JsonSerializerOptions.Web),
        (long?)entity["metadata"]!["generation"],
        (long?)entity["status"]!["observedGeneration"]);
}
