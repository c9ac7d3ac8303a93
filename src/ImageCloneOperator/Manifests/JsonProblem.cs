using System.Text.Json;

namespace ImageCloneOperator.Manifests;

/// <summary>Says to people what is wrong with a field: the serializer's own words are about .NET types.</summary>
internal static class JsonProblem
{
    /// <param name="error">What the serializer threw.</param>
    /// <param name="root">The path of what was read, such as <c>spec</c>.</param>
    public static string Describe(JsonException error, string root)
    {
        var field = $"{root}{error.Path?.TrimStart('$')}".TrimStart('.');
        return error.InnerException is FormatException inner ? $"{field}: {inner.Message}"
            : error.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"{field}: there is no such field"
            : error.Message.Contains("missing required", StringComparison.Ordinal) ? $"{field}: a required field is missing"
            : $"{field}: its value is not of the type that the field has";
    }
}
