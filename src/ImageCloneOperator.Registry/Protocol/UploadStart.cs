namespace ImageCloneOperator.Registry.Protocol;

/// <summary>How a registry answers the wish to upload: it has the blob already, or says where to send it.</summary>
internal sealed record UploadStart(Uri? Location)
{
    public static UploadStart Mounted { get; } = new((Uri?)null);
}
