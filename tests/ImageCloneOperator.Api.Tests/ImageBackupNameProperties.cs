using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ImageCloneOperator.Api.Backups;

namespace ImageCloneOperator.Api.Tests;

public sealed partial class ImageBackupNameProperties
{
    [Fact]
    public void Every_name_is_one_that_Kubernetes_accepts() =>
        Prop.ForAll(Policies().ToArbitrary(), Images().ToArbitrary(), (policy, image) =>
        {
            var name = ImageBackupName.For(policy, image);
            return name.Length <= Grammar.ObjectNameMaxLength && ObjectName().IsMatch(name);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_image_has_the_same_name_and_another_one_another() =>
        Prop.ForAll(Images().ToArbitrary(), Images().ToArbitrary(), (one, other) =>
            ImageBackupName.For("prod", one) == ImageBackupName.For("prod", other) == (one == other)).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_policies_never_share_a_name() =>
        Prop.ForAll(Policies().ToArbitrary(), Policies().ToArbitrary(), (one, other) =>
            ImageBackupName.For(one, "quay.io/a:1") == ImageBackupName.For(other, "quay.io/a:1") == (one == other))
            .QuickCheckThrowOnFailure();

    private static Gen<string> Policies() =>
        Gen.Choose(1, Grammar.ObjectNameMaxLength).SelectMany(length => Text("abcxyz019", length));

    /// <summary>Any text at all, and such as look like images.</summary>
    private static Gen<string> Images() =>
        Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => WithoutSurrogates(text.Get)),
            Gen.Choose(1, 400).SelectMany(length => Text("aB0./:@_-é", length)));

    private static string WithoutSurrogates(string text) => string.Concat(text.Where(character => !char.IsSurrogate(character)));

    private static Gen<string> Text(string alphabet, int length) =>
        Gen.Elements(alphabet.ToCharArray()).ArrayOf(length).Select(characters => new string(characters));

    [GeneratedRegex(Grammar.ObjectName + @"\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ObjectName();
}
