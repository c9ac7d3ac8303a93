using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageCloneOperator.Testing.KubeApi.Resources;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Objects;

/// <summary>What names, labels and finalizers may look like.</summary>
internal static partial class NameRules
{
    private const string SubdomainText = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
        + "'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string LabelText = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
        + "'-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', "
        + "regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string ServiceText = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
        + "start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', "
        + "regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private const string ValueText = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and "
        + "must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private const string QualifiedText = "name part must consist of alphanumeric characters, '-', '_' or '.', "
        + "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
        + "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    public static IEnumerable<FieldError> Check(ResourceDefinition resource, JsonObject obj)
    {
        foreach (var error in CheckName(resource, obj.Name())) yield return error;
        foreach (var (key, value) in obj.At("metadata", "labels") as JsonObject ?? [])
        {
            if (!Qualified().IsMatch(key)) yield return FieldError.Invalid("metadata.labels", key, QualifiedText);
            var text = value.Text();
            if (text.Length > 63) yield return FieldError.Invalid("metadata.labels", text, "must be no more than 63 bytes");
            else if (!LabelValue().IsMatch(text)) yield return FieldError.Invalid("metadata.labels", text, ValueText);
        }

        foreach (var (key, _) in obj.At("metadata", "annotations") as JsonObject ?? [])
        {
            if (!Qualified().IsMatch(key.ToLowerInvariant())) yield return FieldError.Invalid("metadata.annotations", key, QualifiedText);
        }

        foreach (var finalizer in obj.Finalizers())
        {
            if (!Qualified().IsMatch(finalizer)) yield return FieldError.Invalid("metadata.finalizers", finalizer, QualifiedText);
            else if (!finalizer.Contains('/', StringComparison.Ordinal)
                && finalizer is not ("foregroundDeletion" or "orphan" or "kubernetes"))
            {
                yield return FieldError.Invalid(
                    "metadata.finalizers[0]", finalizer, "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    private static IEnumerable<FieldError> CheckName(ResourceDefinition resource, string name)
    {
        if (resource.Group == "rbac.authorization.k8s.io")
        {
            if (name is "." or ".." || name.AsSpan().ContainsAny('/', '%'))
                yield return FieldError.Invalid("metadata.name", name, "may not contain '/'");
            yield break;
        }

        var (pattern, text, limit) = resource.Table switch
        {
            "/namespaces" => (Label(), LabelText, 63),
            "/services" => (ServiceName(), ServiceText, 63),
            _ => (Subdomain(), SubdomainText, 253),
        };
        if (name.Length > limit) yield return FieldError.Invalid("metadata.name", name, $"must be no more than {limit} bytes");
        else if (!pattern.IsMatch(name)) yield return FieldError.Invalid("metadata.name", name, text);
    }

    [GeneratedRegex(
        @"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"\A(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelValue();

    [GeneratedRegex(
        @"\A([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Qualified();
}
