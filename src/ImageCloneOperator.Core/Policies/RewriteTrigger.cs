using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Policies;

/// <summary>When images are pointed at their copies.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RewriteTrigger>))]
public enum RewriteTrigger
{
    Ready,
    SourceUnavailable,
}
