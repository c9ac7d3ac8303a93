namespace ImageCloneOperator.Testing.Registry;

/// <summary>What a request is about, after the path.</summary>
public enum RequestKind
{
    Unknown,
    Ping,
    Catalog,
    Manifest,
    Blob,

    /// <summary><c>/blobs/uploads/</c>, with or without a session.</summary>
    Upload,
    Tags,
    Referrers,

    /// <summary>The token server.</summary>
    Token,

    /// <summary>The second host to which blobs are redirected.</summary>
    Storage,
}
