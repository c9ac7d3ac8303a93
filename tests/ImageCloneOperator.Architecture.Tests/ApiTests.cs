using System.Reflection;
using System.Text.RegularExpressions;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using k8s.Models;

namespace ImageCloneOperator.Architecture.Tests;

/// <summary>What is written in the API is checked, and what the operator says there is explained.</summary>
public sealed partial class ApiTests
{
    private static readonly string Troubleshooting = File.ReadAllText(Checkout.PathOf("docs", "troubleshooting.md"));

    private static readonly SourceFile[] Validators =
        [.. SourceFile.Product.Where(file => file.IsIn("src/ImageCloneOperator.Api/Validation"))];

    public static TheoryData<string> Types() => Constants(typeof(ConditionTypes));

    public static TheoryData<string> Reasons() => Constants(typeof(ConditionReasons));

    public static TheoryData<string> Events() => Constants(typeof(EventReasons));

    /// <summary>A nested object without a validator in its parent is accepted whatever it says.</summary>
    [Theory]
    [InlineData(typeof(BackupPolicySpec))]
    [InlineData(typeof(ImageBackupSpec))]
    public void Nested_objects_have_a_validator_in_their_parent(Type spec)
    {
        Assert.Empty(Unchecked(spec));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Reasons_have_a_section(string reason)
    {
        Assert.Contains($"\n### {reason}\n\n", Troubleshooting, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Condition_types_are_explained(string type)
    {
        Assert.Contains($"`{type}`", Section("Conditions"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_reasons_are_explained(string reason)
    {
        Assert.Contains($"`{reason}`", Section("Events"), StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_are_constants()
    {
        var literals = SourceFile.Host.SelectMany(
            file => LiteralReason().Matches(file.Code), (file, match) => $"{file.Path}: {match.Value}");

        Assert.Empty(literals);
    }

    private static readonly Type[] Lists = [typeof(List<>), typeof(IList<>)];

    /// <summary>The types of the official client that people write in our specs.</summary>
    private static readonly Type[] Selectors = [typeof(V1LabelSelector), typeof(V1LabelSelectorRequirement)];

    private static IEnumerable<string> Unchecked(Type parent) =>
        from property in parent.GetProperties()
        let type = ObjectOf(property.PropertyType)
        where type is not null
        from path in IsChecked(parent, property) ? Unchecked(type) : [$"{parent.Name}.{property.Name}"]
        select path;

    private static Type? ObjectOf(Type type)
    {
        var item = type.IsGenericType && Lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0] : type;
        return item.IsClass && (item.Assembly == typeof(BackupPolicy).Assembly || Selectors.Contains(item)) ? item : null;
    }

    private static bool IsChecked(Type parent, PropertyInfo property) => Validators
        .Where(file => file.Code.Contains($"Validator<{parent.Name}>\n", StringComparison.Ordinal))
        .Any(file => Regex.IsMatch(
            file.Code,
            $@"RuleFor(?:Each)?\((\w+) => \1\.{property.Name}!?\)\s*\.SetValidator\(",
            RegexOptions.None,
            TimeSpan.FromSeconds(10)));

    private static string Section(string heading) =>
        Troubleshooting.Split("\n## ").Single(section => section.StartsWith($"{heading}\n", StringComparison.Ordinal));

    private static TheoryData<string> Constants(Type names) =>
        [.. names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [GeneratedRegex("\\bEventType\\.\\w+,\\s*\"\\w*\"|\\.As(?:Ready|Reconciling|Stalled)\\(\\s*\"\\w*\"|\\.With\\(\\s*\"\\w*\"")]
    private static partial Regex LiteralReason();
}
