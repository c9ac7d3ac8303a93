using FsCheck;
using FsCheck.Fluent;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Tests.Images;

public sealed class ImageReferenceProperties
{
    [Fact]
    public void Both_forms_read_back_as_the_same_reference() =>
        Prop.ForAll(Generators.References, reference =>
            reference == ImageReference.Parse(reference.ToString()) && reference == ImageReference.Parse(reference.Familiar))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_either_a_reference_or_an_error() =>
        Prop.ForAll<string>(text => ImageReference.TryParse(text, out var reference, out var error)
            ? reference.ToString().Length > 0
            : error.Length > 0).QuickCheckThrowOnFailure();
}
