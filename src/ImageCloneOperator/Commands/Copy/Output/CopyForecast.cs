using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>The result that a copy would have. The image is described only when there is something to copy.</summary>
internal sealed record CopyForecast(Digest Source, Digest? Target, ImageDescription? Image)
{
    public bool UpToDate => Image is null;
}
