using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Rules;

/// <summary>When an image that is already in the target is copied again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecopyMode>))]
public enum RecopyMode
{
    /// <summary>Only when it is gone from the target.</summary>
    WhenMissing,

    /// <summary>Whenever its source has moved.</summary>
    Always,

    /// <summary>It is not copied at all.</summary>
    Never,
}
