using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api.Serialization;

namespace ImageCloneOperator.Api.Validation.Rules;

/// <summary>
/// What the JSON of the specs' types consists of: known when the program is compiled, where reflection would need what trimming removes.
/// </summary>
internal static class JsonContracts
{
    /// <exception cref="InvalidOperationException">The type is no part of the two kinds.</exception>
    public static JsonTypeInfo Of(Type type) =>
        ApiJsonContext.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in the JSON of any kind.");

    /// <summary>The value of an object's field, by the field's name in JSON.</summary>
    public static object? Field(object instance, string name) =>
        Of(instance.GetType()).Properties.Single(property => property.Name == name).Get!(instance);
}
