using System.Text.Json;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Api.Validation;
using ImageCloneOperator.Testing.Invalid;

namespace ImageCloneOperator.Api.Tests.Validation;

public sealed class InvalidObjectTests
{
    [Theory]
    [MemberData(nameof(InvalidObjects.Readable), MemberType = typeof(InvalidObjects))]
    public void Invalid_object_is_refused_with_field_and_way_out(string name)
    {
        var invalid = InvalidObjects.Of(name);

        var error = Assert.Single(Validate(invalid));

        Assert.Equal(invalid.Field, error.Field);
        Assert.Contains(invalid.Says, error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<FieldError> Validate(InvalidObject invalid) => invalid.Kind == "BackupPolicy"
        ? ObjectValidation.Validate(invalid.Manifest.Deserialize(ApiJsonContext.Default.BackupPolicy)!)
        : ObjectValidation.Validate(invalid.Manifest.Deserialize(ApiJsonContext.Default.ImageBackup)!);
}
