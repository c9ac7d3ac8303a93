using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Api.Backups;

/// <summary>How far a copy is.</summary>
public sealed record BackupProgress
{
    /// <summary>Of the bytes, such as 42%.</summary>
    public string? Percent { get; set; }

    /// <summary>All bytes of the image.</summary>
    [Range(0, long.MaxValue)]
    public long BytesTotal { get; set; }

    /// <summary>Bytes that the target has by now, however they came there.</summary>
    [Range(0, long.MaxValue)]
    public long BytesDone { get; set; }

    /// <summary>Of these, sent over the network.</summary>
    [Range(0, long.MaxValue)]
    public long BytesTransferred { get; set; }

    /// <summary>Of these, mounted from another repository of the target.</summary>
    [Range(0, long.MaxValue)]
    public long BytesMounted { get; set; }

    /// <summary>Of these, there already.</summary>
    [Range(0, long.MaxValue)]
    public long BytesReused { get; set; }

    /// <summary>All blobs of the image.</summary>
    [Range(0, int.MaxValue)]
    public int BlobsTotal { get; set; }

    /// <summary>Blobs that the target has by now.</summary>
    [Range(0, int.MaxValue)]
    public int BlobsDone { get; set; }
}
