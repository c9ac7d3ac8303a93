namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>
/// The kinds of <c>field.Error</c> of apimachinery; the names are the reasons of a Status's causes without <c>FieldValue</c>.
/// </summary>
public enum FieldErrorType
{
    Required,
    Invalid,
    NotSupported,
    Duplicate,
    Forbidden,
    TooLong,
    TooMany,
    TypeInvalid,
    NotFound,
}
