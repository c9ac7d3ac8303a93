namespace ImageCloneOperator.Api.Validation;

/// <summary>One thing that is wrong with an object.</summary>
/// <param name="Field">The field as it is written in the manifest, such as spec.tagRules[0].interval.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record FieldError(string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}
