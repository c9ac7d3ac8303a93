using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Targets;

/// <summary>How a copy's repository is named after its source.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TargetLayout>))]
public enum TargetLayout
{
    /// <summary>The source's registry and path as path segments.</summary>
    Nested,

    /// <summary>All in one path segment.</summary>
    Flat,
}
