using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>
/// One reason why an object is refused; <see cref="Message"/> and <see cref="Reason"/> are what a Status's cause carries.
/// </summary>
public sealed record FieldError(string Path, FieldErrorType Type, string Message)
{
    public string Reason => "FieldValue" + Type;

    public static FieldError Required(string path, string detail = "") =>
        new(path, FieldErrorType.Required, Join("Required value", detail));

    public static FieldError Invalid(string path, JsonNode? value, string detail) =>
        new(path, FieldErrorType.Invalid, Join("Invalid value: " + Show(value), detail));

    public static FieldError TypeInvalid(string path, string actual, string detail) =>
        new(path, FieldErrorType.TypeInvalid, Join($"Invalid value: \"{actual}\"", detail));

    public static FieldError NotSupported(string path, JsonNode? value, IEnumerable<string> supported) =>
        new(path, FieldErrorType.NotSupported,
            $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public static FieldError Duplicate(string path, JsonNode? value) =>
        new(path, FieldErrorType.Duplicate, "Duplicate value: " + Show(value));

    public static FieldError Forbidden(string path, string detail) =>
        new(path, FieldErrorType.Forbidden, Join("Forbidden", detail));

    public static FieldError TooLong(string path, long maximum) =>
        new(path, FieldErrorType.TooLong, $"Too long: may not be more than {maximum} bytes");

    public static FieldError TooMany(string path, long actual, long maximum) =>
        new(path, FieldErrorType.TooMany, $"Too many: {actual}: must have at most {maximum} items");

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";

    private static string Show(JsonNode? value) => value is null ? "null" : value.ToJsonString(Plain);

    private static string Join(string head, string detail) => detail.Length == 0 ? head : $"{head}: {detail}";

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
