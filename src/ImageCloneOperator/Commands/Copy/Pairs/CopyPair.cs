using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Copy.Pairs;

/// <summary>One image to copy, as it was written and as it is understood.</summary>
internal sealed record CopyPair(string SourceText, string TargetText, ImageReference Source, ImageReference Target)
{
    /// <exception cref="UsageException">One of the two is no image reference.</exception>
    public static CopyPair Parse(string source, string target, string where = "")
    {
        if (!ImageReference.TryParse(source, out var from, out var error))
            throw new UsageException($"{where}SRC '{source}': {error}");
        if (!ImageReference.TryParse(target, out var to, out error))
            throw new UsageException($"{where}DST '{target}': {error}");
        return new CopyPair(source, target, from, to);
    }

    public override string ToString() => $"{SourceText} -> {TargetText}";
}
