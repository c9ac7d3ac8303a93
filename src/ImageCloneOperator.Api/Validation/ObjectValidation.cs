using FluentValidation;
using FluentValidation.Results;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;

namespace ImageCloneOperator.Api.Validation;

/// <summary>All that is wrong with an object, in one go: for the controllers, the webhook and the command line alike.</summary>
public static class ObjectValidation
{
    private static readonly BackupPolicyValidator Policies = new();
    private static readonly ImageBackupValidator Backups = new();

    public static IReadOnlyList<FieldError> Validate(BackupPolicy policy) => Errors(Policies, policy);

    public static IReadOnlyList<FieldError> Validate(ImageBackup backup) => Errors(Backups, backup);

    private static List<FieldError> Errors<T>(AbstractValidator<T> validator, T instance) =>
        [.. validator.Validate(instance).Errors.Select(ToError)];

    private static FieldError ToError(ValidationFailure failure) => new(JsonPath(failure.PropertyName), failure.ErrorMessage);

    /// <summary>Every name in the JSON is that of the C# property with its first letter in lower case.</summary>
    private static string JsonPath(string path) =>
        string.Join('.', path.Split('.').Where(name => name.Length > 0).Select(name => char.ToLowerInvariant(name[0]) + name[1..]));
}
