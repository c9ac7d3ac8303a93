using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Copy.Pairs;

/// <summary>One image to copy, as it was written and as it is understood.</summary>
internal sealed record CopyPair(string SourceText, string TargetText, ImageReference Source, ImageReference Target)
{
    /// <exception cref="UsageException">One of the two is no image reference.</exception>
    public static CopyPair Parse(string source, string target, string where = "") => new(
        source, target, ImageArgument.ParseSource(source, $"{where}SRC"), ImageArgument.Parse(target, $"{where}DST"));

    public static CopyPair Of(ImageReference source, ImageReference target) => new(source.ToString(), target.ToString(), source, target);

    public override string ToString() => $"{SourceText} -> {TargetText}";
}
