using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Api.Tests.Support;
using ImageCloneOperator.Api.Validation;

namespace ImageCloneOperator.Api.Tests;

public sealed class SampleTests
{
    public static TheoryData<string> Policies => Files("policy-*.yaml");

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_sample_policy_is_valid(string file)
    {
        var policy = Manifest.Read(file).Single().Deserialize(ApiJsonContext.Default.BackupPolicy)!;

        Assert.Equal(BackupPolicy.KindName, policy.Kind);
        Assert.Empty(ObjectValidation.Validate(policy));
    }

    [Fact]
    public void The_sample_backup_is_valid()
    {
        var backup = Manifest.Read(Checkout.PathOf("config", "samples", "more", "imagebackup.yaml")).Single();

        Assert.Empty(ObjectValidation.Validate(backup.Deserialize(ApiJsonContext.Default.ImageBackup)!));
    }

    [Fact]
    public void The_full_sample_leaves_out_only_what_excludes_something_else()
    {
        var spec = Manifest.Read(Checkout.PathOf("config", "samples", "more", "policy-full.yaml")).Single()["spec"]!.AsObject();
        var definition = Manifest.Read(Checkout.PathOf("config", "crds", "imageclone.dev_backuppolicies.yaml")).Single();
        var schema = definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;

        Assert.Equal(
            ["rewrite.imagePullSecrets", "rewrite.sourceCheck"],
            Missing("", schema["properties"]!["spec"]!["properties"]!.AsObject(), spec).Where(
                path => !path.Contains("elector", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Missing(string path, JsonObject fields, JsonObject value)
    {
        foreach (var (name, field) in fields)
        {
            if (!value.ContainsKey(name)) yield return path + name;
            else if (field!["properties"] is JsonObject inner)
            {
                foreach (var missing in Missing($"{path}{name}.", inner, value[name]!.AsObject())) yield return missing;
            }
        }
    }

    private static TheoryData<string> Files(string pattern) =>
        new(Directory.EnumerateFiles(Checkout.PathOf("config", "samples"), pattern, SearchOption.AllDirectories));
}
