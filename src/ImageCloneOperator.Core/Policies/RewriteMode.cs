using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Policies;

/// <summary>What is pointed at the copies.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RewriteMode>))]
public enum RewriteMode
{
    None,

    /// <summary>The workload's pod template, by server-side apply.</summary>
    Workload,

    /// <summary>Each pod as it is created, by a webhook.</summary>
    Pod,
}
