using System.Text.Json.Serialization;

namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>Where an image fails: its own copy, or what a restore needs beside it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerifyLevel>))]
internal enum VerifyLevel
{
    /// <summary>There is no complete copy, or its tag does not have it.</summary>
    [JsonStringEnumMemberName("copy")]
    Copy,

    /// <summary>The copy does not serve a platform that is needed.</summary>
    [JsonStringEnumMemberName("platform")]
    Platform,

    /// <summary>A manifest or a blob is missing or damaged.</summary>
    [JsonStringEnumMemberName("content")]
    Content,

    /// <summary>Who would pull it may not.</summary>
    [JsonStringEnumMemberName("login")]
    Login,

    /// <summary>The registry does not answer, or what it takes to reach it is not there: nothing is known of the copy.</summary>
    [JsonStringEnumMemberName("registry")]
    Registry,
}
