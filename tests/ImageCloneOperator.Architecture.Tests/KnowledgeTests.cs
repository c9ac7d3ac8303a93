using System.Text.RegularExpressions;

namespace ImageCloneOperator.Architecture.Tests;

/// <summary>What one place knows, and no other.</summary>
public sealed partial class KnowledgeTests
{
    private static readonly Dictionary<string, string> SpecReaders = new(StringComparer.Ordinal)
    {
        ["src/ImageCloneOperator/Commands/Plan/PlanInput.cs"] = "reads files strictly: the shape of the spec, not its meaning",
        ["src/ImageCloneOperator/Commands/Status/StatusReport.cs"] = "shows people spec.target, as the dashboard does",
        ["src/ImageCloneOperator/Dashboard/OverviewPage.cs"] =
            "shows people spec.target as they wrote it, also of a policy that does not compile",
    };

    private static readonly Dictionary<string, string> Reflecting = new(StringComparer.Ordinal)
    {
        ["src/ImageCloneOperator.Api/Validation/Rules/SchemaRules.cs"] =
            "validators and schema share the attributes; the JSON contract keeps the properties",
        ["src/ImageCloneOperator.Kubernetes/Hosting/OperatorRegistry.cs"] =
            "checks at start that a kind says its resource; attributes of types survive trimming",
        ["src/ImageCloneOperator.Kubernetes/Resources/ApiResource.cs"] =
            "a kind says its resource once, as an attribute; attributes of types survive trimming",
        ["src/ImageCloneOperator.Kubernetes/Transport/HttpTransport.cs"] = "the version of the assembly",
        ["src/ImageCloneOperator.Registry/Transport/Connections/UserAgent.cs"] = "the version of the assembly",
        ["src/ImageCloneOperator/Commands/Run/RunSettings.cs"] = "Enum.TryParse<T>, which needs no metadata that trimming takes away",
    };

    [Fact]
    public void Specs_of_policies_are_read_by_the_compiler_only()
    {
        var readers = SourceFile.Host
            .Where(file => !file.IsIn("src/ImageCloneOperator/Policies/Compilation") && SpecReading().IsMatch(file.Code))
            .Select(file => file.Path);

        Assert.Equal(SpecReaders.Keys.Order(StringComparer.Ordinal), readers);
    }

    [Fact]
    public void Condition_types_are_compared_in_one_place_of_each_layer()
    {
        var comparing = SourceFile.Product
            .Where(file => !file.IsIn("src/ImageCloneOperator.Kubernetes/Conditions")
                && file.Path != "src/ImageCloneOperator.Api/ConditionQueries.cs")
            .Where(file => TypeComparison().IsMatch(file.Code))
            .Select(file => file.Path);

        Assert.Empty(comparing);
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("DaemonSet")]
    [InlineData("StatefulSet")]
    [InlineData("CronJob")]
    [InlineData("Job")]
    public void Workload_kinds_are_named_in_one_file(string kind)
    {
        var naming = SourceFile.Product.Where(file => file.Code.Contains($"\"{kind}\"", StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Equal(["src/ImageCloneOperator.Core/Workloads/WorkloadTypes.cs"], naming);
    }

    [Fact]
    public void Reflection_is_used_only_where_native_code_bears_it()
    {
        var reflecting = SourceFile.Product
            .Where(file => !file.IsIn("src/ImageCloneOperator.Generator") && Reflection().IsMatch(file.Code))
            .Select(file => file.Path);

        Assert.Equal(Reflecting.Keys.Order(StringComparer.Ordinal), reflecting.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\bBackupPolicySpec\b|\b(?:policy|Policy|policies\[[^\]]*\])!?\??\.Spec\b")]
    private static partial Regex SpecReading();

    [GeneratedRegex(@"\bcondition\w*\.Type\s*(?:==|!=|is\b)|\.Type\s*(?:==|!=|is)\s*(?:Api\.)?ConditionTypes\b", RegexOptions.IgnoreCase)]
    private static partial Regex TypeComparison();

    [GeneratedRegex(@"\bEnum\.(?:Try)?Parse\b|\bActivator\b|\bGetCustomAttributes?\b")]
    private static partial Regex Reflection();
}
