using System.Xml.Linq;

namespace ImageCloneOperator.Architecture.Tests;

/// <summary>Pins which project may know which, read from the project files themselves.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["ImageCloneOperator.Core"] = [],
        ["ImageCloneOperator.Registry"] = ["ImageCloneOperator.Core"],
        ["ImageCloneOperator.Kubernetes"] = [],
        ["ImageCloneOperator.Api"] = ["ImageCloneOperator.Core", "ImageCloneOperator.Kubernetes"],
        ["ImageCloneOperator.Generator"] = ["ImageCloneOperator.Api", "ImageCloneOperator.Kubernetes"],
        ["ImageCloneOperator"] =
        [
            "ImageCloneOperator.Api", "ImageCloneOperator.Core", "ImageCloneOperator.Kubernetes", "ImageCloneOperator.Registry",
        ],
    };

    /// <summary>Test doubles share no code with the product that they test.</summary>
    private static readonly Dictionary<string, string[]> AllowedDoubles = new(StringComparer.Ordinal)
    {
        ["ImageCloneOperator.Testing.KubeApi"] = [],
        ["ImageCloneOperator.Testing.Registry"] = [],
        ["ImageCloneOperator.Demo"] = ["ImageCloneOperator.Testing.KubeApi", "ImageCloneOperator.Testing.Registry"],
    };

    [Fact]
    public void Every_project_under_src_is_pinned()
    {
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Projects().Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_project_references_only_what_its_place_allows()
    {
        var violations =
            from project in Projects()
            from reference in References(project, "ProjectReference").Select(Name)
            where !Allowed[Name(project)].Contains(reference, StringComparer.Ordinal)
            select $"{Name(project)} must not reference {reference}";

        Assert.Empty(violations);
    }

    [Fact]
    public void Test_doubles_reference_nothing_of_the_product()
    {
        foreach (var (project, allowed) in AllowedDoubles)
        {
            var references = References(Checkout.PathOf("tests", project, $"{project}.csproj"), "ProjectReference").Select(Name);

            Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Core_has_no_package_or_framework()
    {
        var core = Projects().Single(project => Name(project) == "ImageCloneOperator.Core");

        Assert.Empty(References(core, "PackageReference"));
        Assert.Empty(References(core, "FrameworkReference"));
    }

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Checkout.PathOf("src"), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> References(string project, string item) =>
        XDocument.Load(project).Descendants(item).Select(element => (string)element.Attribute("Include")!);

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
