using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Policies.Workloads;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Tests.Documentation;

/// <summary>What names the kinds of workloads beside the list of them.</summary>
public sealed class KindTests
{
    public static TheoryData<string> Kinds() => [.. WorkloadTypes.BuiltIn.Select(type => type.Kind)];

    [Fact]
    public void The_enum_of_policies_has_the_kinds_of_the_list()
    {
        Assert.Equal(WorkloadTypes.Selectable.Select(type => type.Kind), Enum.GetNames<WorkloadKind>());
        Assert.Equal(WorkloadTypes.Default.Select(type => type.Kind), new BackupPolicySpec().WorkloadKinds.Select(kind => kind.ToString()));
    }

    [Fact]
    public void Roles_permit_what_is_done_to_each_kind()
    {
        var rules =
            from found in ManifestReader.Read([Checkout.PathOf("config", "rbac", "cluster-role.yaml")])
            from rule in found.Json["rules"]!.AsArray()
            from grp in rule!["apiGroups"]!.AsArray()
            from resource in rule["resources"]!.AsArray()
            from verb in rule["verbs"]!.AsArray()
            select ((string)grp!, (string)resource!, (string)verb!);

        var needed = from type in WorkloadTypes.BuiltIn
                     from verb in (string[])["get", "list", "watch", "patch"]
                     select (
            type.Group, type.Plural, verb);
        Assert.Empty(needed.Except(rules));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Undeploy_and_the_pages_name_each_kind(string kind)
    {
        var type = WorkloadTypes.BuiltIn.Single(type => type.Kind == kind);

        Assert.Contains(type.Resource, Text("build", "undeploy.sh"), StringComparison.Ordinal);
        Assert.Contains($"`{type.Plural}`", Text("docs", "security.md"), StringComparison.Ordinal);
        Assert.All(
            (string[])["deletion-protection.md", "uninstall.md"],
            page => Assert.Contains($"{kind}s", Text("docs", page), StringComparison.Ordinal));
        if (type.IsRewritable) Assert.Contains($"{kind}s", Text("docs", "running-from-backups.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_kinds_are_texts_of_one_source_file()
    {
        var files = Directory.EnumerateFiles(Checkout.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        var named =
            from file in files
            let text = File.ReadAllText(file)
            where WorkloadTypes.BuiltIn.Any(type => text.Contains($"\"{type.Kind}\"", StringComparison.Ordinal)
                || text.Contains($"\"{type.Plural}\"", StringComparison.Ordinal))
            select Path.GetFileName(file);

        Assert.Equal(["WorkloadTypes.cs"], named);
    }

    private static string Text(params string[] path) => File.ReadAllText(Checkout.PathOf(path));
}
