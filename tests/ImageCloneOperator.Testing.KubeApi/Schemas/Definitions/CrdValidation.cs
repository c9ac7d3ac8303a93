using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>Whether a CustomResourceDefinition can be served: names, versions, structural schemas, defaults and rules.</summary>
public static class CrdValidation
{
    private const string Dns1035 = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
        + "start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', "
        + "regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    public static IEnumerable<FieldError> Validate(JsonObject crd, JsonObject? old)
    {
        var types = SchemaValidation.Validate(BuiltInKinds.Find("apiextensions.k8s.io/v1", "CustomResourceDefinition")!.Root, crd);
        return types.Count > 0 ? types : [.. Names(crd, old), .. Versions(crd), .. Schemas(crd)];
    }

    private static IEnumerable<FieldError> Names(JsonObject crd, JsonObject? old)
    {
        var (group, plural, name) = (crd.Text("spec", "group"), crd.Text("spec", "names", "plural"), crd.Text("metadata", "name"));
        if (name != $"{plural}.{group}")
            yield return FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        if (group?.Contains('.', StringComparison.Ordinal) == false)
            yield return FieldError.Invalid("spec.group", group, "should be a domain with at least one dot");
        foreach (var error in BuiltInValidation.OneOf(crd["spec"], "spec", "scope", "Cluster", "Namespaced")) yield return error;
        foreach (var field in (string[])["plural", "singular"])
        {
            if (crd.Text("spec", "names", field) is { } value && !IsLabel(value))
                yield return FieldError.Invalid("spec.names." + field, value, Dns1035);
        }

        foreach (var field in (string[])["kind", "listKind"])
        {
            if (crd.Text("spec", "names", field) is { } value && !IsLabel(value.ToLowerInvariant()))
            {
                yield return FieldError.Invalid(
                    "spec.names." + field, value, "may have mixed case, but should otherwise match: " + Dns1035);
            }
        }

        if (old is not null && old.Text("spec", "scope") != crd.Text("spec", "scope"))
            yield return FieldError.Invalid("spec.scope", crd.Text("spec", "scope"), "field is immutable");
    }

    private static IEnumerable<FieldError> Versions(JsonObject crd)
    {
        var versions = crd.Objects("spec", "versions").ToArray();
        if (versions.Length == 0) yield return FieldError.Required("spec.versions");
        if (versions.DistinctBy(version => version.Text("name")).Count() != versions.Length)
            yield return FieldError.Invalid("spec.versions", crd.At("spec", "versions"), "must contain unique version names");
        if (versions.Count(version => version.Flag("storage") == true) != 1)
        {
            yield return FieldError.Invalid(
                "spec.versions", crd.At("spec", "versions"), "must have exactly one version marked as storage version");
        }

        foreach (var (version, i) in versions.Select((version, i) => (version, i)))
        {
            if (!IsLabel(version.Text("name") ?? ""))
                yield return FieldError.Invalid($"spec.versions[{i}].name", version.Text("name"), Dns1035);
            foreach (var (column, c) in version.Objects("additionalPrinterColumns").Select((column, c) => (column, c)))
            {
                foreach (var error in BuiltInValidation.OneOf(
                    column, $"spec.versions[{i}].additionalPrinterColumns[{c}]", "type", "boolean", "date", "integer", "number", "string"))
                {
                    yield return error;
                }

                if (column.Text("jsonPath") is not ['.', ..])
                {
                    yield return FieldError.Invalid(
                        $"spec.versions[{i}].additionalPrinterColumns[{c}].jsonPath",
                        column.Text("jsonPath"),
                        "must be a simple json path starting with .");
                }
            }
        }
    }

    private static IEnumerable<FieldError> Schemas(JsonObject crd)
    {
        var versions = crd.Objects("spec", "versions").ToArray();
        for (var i = 0; i < versions.Length; i++)
        {
            // With one version a real server reports its schema under the old top-level field.
            var path = versions.Length == 1 ? "spec.validation.openAPIV3Schema" : $"spec.versions[{i}].schema.openAPIV3Schema";
            if (versions[i].Object("schema", "openAPIV3Schema") is not { } schema)
            {
                yield return FieldError.Required(
                    versions.Length == 1 ? "spec.versions[0].schema.openAPIV3Schema" : path, "schemas are required");
            }
            else foreach (var error in StructuralRules.Validate(schema, path)) yield return error;
        }
    }

    private static bool IsLabel(string text) => text.Length <= 63 && Patterns.IsMatch(@"\A[a-z]([-a-z0-9]*[a-z0-9])?$", text);
}
