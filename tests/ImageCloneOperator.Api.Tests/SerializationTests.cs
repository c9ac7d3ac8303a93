using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Policies.Workloads;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Api.Tests.Support;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Api.Tests;

public sealed class SerializationTests
{
    [Fact]
    public void Field_left_out_of_manifest_has_its_default()
    {
        var spec = Manifest.Policy("{tagRules: [{tags: [latest], recopy: Always}], rewrite: {mode: Pod}}").Spec;

        Assert.Equal([WorkloadKind.Deployment, WorkloadKind.DaemonSet], spec.WorkloadKinds);
        Assert.Equal(["**"], spec.Images.Include);
        Assert.True(spec.Images.Referrers);
        Assert.Equal("15m", spec.TagRules[0].Interval.ToString());
        Assert.Equal(3, spec.TagRules[0].KeepPrevious);
        Assert.Equal(RewriteTrigger.Ready, spec.Rewrite.When);
        Assert.Equal(TimeSpan.FromHours(1), spec.DeletionProtection.MaxHold.Value);
    }

    [Fact]
    public void A_status_is_written_as_the_schema_says()
    {
        var backup = new ImageBackup
        {
            Status = new()
            {
                StartTime = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
                Conditions = [new() { Type = ConditionTypes.Ready, Status = "True", Reason = ConditionReasons.Copied }],
            },
        };

        var json = JsonSerializer.SerializeToNode(backup, ApiJsonContext.Default.ImageBackup)!;

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {"conditions": [{"type": "Ready", "status": "True", "reason": "Copied", "message": ""}], "startTime": "2026-01-02T01:04:05Z"}
                """),
            json["status"]), json.ToJsonString());
        Assert.Equal("imageclone.dev/v1alpha1", (string?)json["apiVersion"]);
    }

    [Fact]
    public void A_policys_counts_come_with_their_summary()
    {
        var json = JsonSerializer.SerializeToNode(
            new BackupPolicyStatus { Images = new() { Total = 14, Ready = 12 } }, ApiJsonContext.Default.BackupPolicyStatus)!;

        Assert.Equal("12/14", (string?)json["images"]!["summary"]);
        Assert.Equal(12, json.Deserialize(ApiJsonContext.Default.BackupPolicyStatus)!.Images!.Ready);
    }

    [Fact]
    public void A_wrong_type_is_told_with_its_place()
    {
        var error = Assert.Throws<JsonException>(() => Manifest.Policy("{verifyInterval: soon}"));

        Assert.Equal("$.spec.verifyInterval", error.Path);
        Assert.Contains("such as 15m", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_read_with_all_metadata_that_the_api_server_sends()
    {
        const string Sent = """
            {"metadata":{"name":"it","generation":2,"creationTimestamp":"2026-01-02T12:00:00Z","deletionGracePeriodSeconds":0,
             "managedFields":[{"manager":"kubectl","operation":"Apply","apiVersion":"imageclone.dev/v1alpha1","fieldsType":"FieldsV1",
               "time":"2026-01-02T12:00:00Z","fieldsV1":{"f:spec":{"f:target":{}}}}]},
             "spec":{"target":{"registry":"registry.example.com"}}}
            """;

        var policy = JsonSerializer.Deserialize(Sent, ApiJsonContext.Default.BackupPolicy)!;

        Assert.Equal(("it", 2L, "registry.example.com"), (policy.Metadata.Name, policy.Metadata.Generation, policy.Spec.Target.Registry));
    }
}
