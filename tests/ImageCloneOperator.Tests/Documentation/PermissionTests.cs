using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Tests.Documentation;

public sealed class PermissionTests
{
    public static TheoryData<string> Roles() =>
    [
        "config/rbac/cluster-role.yaml",
        "config/rbac/role.yaml",
        "config/components/foreign-pull-secrets/cluster-role.yaml",
        "config/components/managed-pull-secrets/cluster-role.yaml",
        "config/samples/more/role-additional-workloads.yaml",
    ];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Every_permission_is_explained(string role)
    {
        var page = File.ReadAllText(Checkout.PathOf("docs", "security.md"));
        var resources =
            from found in ManifestReader.Read([Checkout.PathOf(role)])
            from rule in found.Json["rules"]?.AsArray() ?? []
            from resource in rule!["resources"]!.AsArray()
            select ((string)resource!).Split('/')[0];

        Assert.All(resources, resource => Assert.Contains(resource, page, StringComparison.Ordinal));
    }
}
