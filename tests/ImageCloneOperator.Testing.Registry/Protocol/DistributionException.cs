namespace ImageCloneOperator.Testing.Registry.Protocol;

/// <summary>An answer other than success, with one of the specification's error codes.</summary>
internal sealed class DistributionException(int status, string code, string message, string? detail = null) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public string? Detail => detail;

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public static DistributionException BlobUnknown(string digest) => new(404, "BLOB_UNKNOWN", "blob unknown to registry", digest);

    public static DistributionException ManifestUnknown(string reference) => new(404, "MANIFEST_UNKNOWN", "manifest unknown", reference);

    public static DistributionException NameUnknown(string name) => new(404, "NAME_UNKNOWN", "repository name not known to registry", name);

    public static DistributionException UploadUnknown(string id) => new(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry", id);

    public static DistributionException DigestInvalid(string detail) =>
        new(400, "DIGEST_INVALID", "provided digest did not match uploaded content", detail);

    public static DistributionException ManifestInvalid(string detail) => new(400, "MANIFEST_INVALID", "manifest invalid", detail);

    public static DistributionException NotAllowed() => new(405, "UNSUPPORTED", "the operation is unsupported");
}
