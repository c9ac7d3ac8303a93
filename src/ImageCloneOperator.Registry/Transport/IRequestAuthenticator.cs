using System.Net.Http.Headers;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>Sends a request with the header that the registry accepts.</summary>
internal interface IRequestAuthenticator
{
    /// <summary>Whom the registry counts the request for: the name of the credential that is shown first; null for none.</summary>
    ValueTask<string?> AccountAsync(RegistryRequest request, CancellationToken cancellationToken);

    /// <param name="request">What is sent, and what a token for it must allow.</param>
    /// <param name="send">Sends it once with a header, or with none.</param>
    /// <param name="cancellationToken">Ends the wait for credentials and tokens.</param>
    /// <returns>The registry's answer; its last refusal where no credential is accepted.</returns>
    Task<HttpResponseMessage> SendAsync(
        RegistryRequest request, Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send, CancellationToken cancellationToken);
}
