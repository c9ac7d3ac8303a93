using System.Text.Json.Serialization;

namespace ImageCloneOperator.Api.Backups;

/// <summary>Where content lies that pods run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunningDigestPlace>))]
public enum RunningDigestPlace
{
    /// <summary>It is a platform of the copy: nothing differs.</summary>
    InCopy,

    /// <summary>It differs, and lies at the target too.</summary>
    Copied,

    /// <summary>It differs, and its source no longer has it.</summary>
    Gone,
}
