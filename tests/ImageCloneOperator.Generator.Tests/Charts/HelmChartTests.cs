using System.Text.Json.Nodes;
using ImageCloneOperator.Generator.Tests.Charts.Templates;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Generator.Tests.Charts;

/// <summary>
/// Each folder of Cases has values, and a kustomization of config/default that must come to the same objects. The chart's templates are
/// rendered here, and by Go's own template package where Go is installed.
/// </summary>
public sealed class HelmChartTests : IDisposable
{
    /// <summary>Where Debian has the packages of Go; render.go says which.</summary>
    private const string Packages = "/usr/share/gocode";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chart-");

    public static TheoryData<string> Cases { get; } =
        [.. Directory.GetDirectories(CasesFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string CasesFolder => Checkout.PathOf("tests", "ImageCloneOperator.Generator.Tests", "Charts", "Cases");

    public void Dispose() => _folder.Delete(recursive: true);

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Cases))]
    public async Task Chart_renders_the_objects_of_kustomize(string name)
    {
        var folder = Path.Combine(CasesFolder, name);
        var expected = (await Shell.RunAsync("kubectl", ["kustomize", folder])).Require();
        // Beside the kustomization: kustomize's namespace: would give policies one, too, which have none.
        var policies = Path.Combine(folder, "policies.yaml");
        var context = ContextOf(name);

        var rendered = Templates().Select(template => GoTemplate.Render(File.ReadAllText(template), context));

        AssertSame(Objects([expected, File.Exists(policies) ? await File.ReadAllTextAsync(policies) : ""]), Objects(rendered));
    }

    [ProgramTheory("go", $"{Packages}/src/github.com/Masterminds/sprig", $"{Packages}/src/sigs.k8s.io/yaml")]
    [MemberData(nameof(Cases))]
    public async Task Template_package_of_Go_renders_the_same_objects(string name)
    {
        var context = ContextOf(name);
        var expected = Templates().Select(template => GoTemplate.Render(File.ReadAllText(template), context));
        var file = Path.Combine(_folder.FullName, "context.json");
        await File.WriteAllTextAsync(file, context.ToJsonString());
        var program = Checkout.PathOf("tests", "ImageCloneOperator.Generator.Tests", "Charts", "Templates", "render.go");

        var rendered = await Shell.RunAsync(
            "go", ["run", program, file, .. Templates()], input: null, ("GO111MODULE", "off"), ("GOPATH", Packages));

        AssertSame(Objects(expected), Objects([rendered.Require()]));
    }

    [Fact]
    public void Notes_say_whether_policies_of_the_values_are_made_yet()
    {
        var notes = File.ReadAllText(Path.Combine(ChartValues.Chart, "templates", "NOTES.txt"));
        var context = ContextOf("everything");

        Assert.DoesNotContain("NOT there yet", GoTemplate.Render(notes, context), StringComparison.Ordinal);
        context["Capabilities"]!["APIVersions"]!.AsArray().Clear();
        Assert.Contains("NOT there yet", GoTemplate.Render(notes, context), StringComparison.Ordinal);
        Assert.Contains("Nothing is backed up before", GoTemplate.Render(notes, ContextOf("defaults")), StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_wait_until_their_kind_is_served()
    {
        var template = File.ReadAllText(Path.Combine(ChartValues.Chart, "templates", "policies.yaml"));
        var context = ContextOf("everything");
        context["Capabilities"]!["APIVersions"]!.AsArray().Clear();

        Assert.Empty(Objects([GoTemplate.Render(template, context)]));
    }

    private static IEnumerable<string> Templates() =>
        Directory.EnumerateFiles(Path.Combine(ChartValues.Chart, "templates"), "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal);

    private static JsonObject ContextOf(string name)
    {
        var folder = Path.Combine(CasesFolder, name);
        var kustomization = Yaml.Parse(File.ReadAllText(Path.Combine(folder, "kustomization.yaml")))!;
        var values = Yaml.Parse(File.ReadAllText(Path.Combine(folder, "values.yaml")));
        return ChartValues.Context(ChartValues.Over(values), (string?)kustomization["namespace"] ?? "image-clone-system");
    }

    /// <summary>The namespace is helm's to make.</summary>
    private static SortedDictionary<string, JsonNode> Objects(IEnumerable<string> manifests) => new(
        manifests.SelectMany(manifest => manifest.Split("---\n"))
            .Select(document => Yaml.Parse(document))
            .OfType<JsonObject>()
            .Where(built => (string?)built["kind"] != "Namespace")
            .Select(WithoutInventedNamespace)
            .ToDictionary(
                built => $"{built["apiVersion"]} {built["kind"]} {built["metadata"]!["namespace"]} {built["metadata"]!["name"]}",
                JsonNode (built) => built),
        StringComparer.Ordinal);

    /// <summary>kustomize gives one to kinds that are younger than it; API servers drop it.</summary>
    private static JsonObject WithoutInventedNamespace(JsonObject built)
    {
        if (built["kind"]!.ToString().StartsWith("ValidatingAdmissionPolicy", StringComparison.Ordinal))
            built["metadata"]!.AsObject().Remove("namespace");
        return built;
    }

    private static void AssertSame(SortedDictionary<string, JsonNode> expected, SortedDictionary<string, JsonNode> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.True(
            JsonNode.DeepEquals(entry.Value, actual[entry.Key]),
            $"expected: {entry.Value.ToJsonString()}\nactual: {actual[entry.Key].ToJsonString()}"));
    }
}
