using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Policies;

/// <summary>What is done where another writer has put other content under a copy's tag.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConflictRule>))]
public enum ConflictRule
{
    /// <summary>The tag is set back to the copy.</summary>
    Restore,

    /// <summary>The tag stays as it is. The copy stays reachable by its digest, and that is what workloads are pointed at.</summary>
    Keep,
}
