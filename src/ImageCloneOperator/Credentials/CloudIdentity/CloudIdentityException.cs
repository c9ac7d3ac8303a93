using System.Net;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>A cloud gave no token; the message says why, with the cloud's own words, and holds no credential.</summary>
internal sealed class CloudIdentityException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>There is no identity of this cloud here, rather than one that is refused.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>The status of the cloud's answer; null where there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The cloud's own code of the error, such as <c>RepositoryAlreadyExistsException</c> or <c>invalid_resource</c>.</summary>
    public string? Code { get; init; }
}
