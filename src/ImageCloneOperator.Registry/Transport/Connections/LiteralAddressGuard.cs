using System.Net;
using ImageCloneOperator.Registry.Addresses;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Refuses addresses that are written in place of a name: a proxy would connect to them for us.</summary>
internal sealed class LiteralAddressGuard(ConnectionRules rules, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        if (IPAddress.TryParse(uri.DnsSafeHost, out var address)
            && !rules.IsNamedEndpoint(uri.DnsSafeHost, uri.Port)
            && await rules.RefusesAsync(address, cancellationToken))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, inner: new RefusedAddressException(uri.DnsSafeHost));
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
