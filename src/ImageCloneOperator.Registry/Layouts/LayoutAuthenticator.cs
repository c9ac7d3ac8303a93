using System.Net.Http.Headers;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>A layout wants no credential.</summary>
internal sealed class LayoutAuthenticator : IRequestAuthenticator
{
    public ValueTask<string?> AccountAsync(RegistryRequest request, CancellationToken cancellationToken) => new((string?)null);

    public Task<HttpResponseMessage> SendAsync(
        RegistryRequest request, Func<AuthenticationHeaderValue?, Task<HttpResponseMessage>> send, CancellationToken cancellationToken) =>
        send(null);
}
