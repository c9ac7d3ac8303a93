namespace ImageCloneOperator.Testing.Registry;

/// <summary>How the Location of an upload is written.</summary>
public enum LocationStyle
{
    /// <summary><c>/v2/…</c></summary>
    Path,

    /// <summary><c>http://host:port/v2/…</c></summary>
    Absolute,

    /// <summary><c>//host:port/v2/…</c></summary>
    HostOnly,

    /// <summary>The session alone, relative to the address of the request.</summary>
    Relative,
}
