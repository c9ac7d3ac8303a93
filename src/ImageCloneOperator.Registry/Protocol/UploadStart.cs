namespace ImageCloneOperator.Registry.Protocol;

/// <summary>The answer to a wish to upload: the registry has the blob already, or says where to send it.</summary>
internal sealed record UploadStart(Uri? Location)
{
    public static UploadStart Mounted { get; } = new((Uri?)null);
}
