using System.Net.Http.Headers;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>One request to a token server, as data that can be sent again and elsewhere.</summary>
/// <param name="Uri">The realm, with the query of a GET.</param>
/// <param name="Authorization">The credential of a GET.</param>
/// <param name="Form">What a POST carries, the credential included; none is a GET.</param>
internal sealed record TokenRequest(Uri Uri, AuthenticationHeaderValue? Authorization, IReadOnlyList<KeyValuePair<string, string>>? Form)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Form is null ? HttpMethod.Get : HttpMethod.Post, Uri);
        if (Form is not null) message.Content = new FormUrlEncodedContent(Form);
        message.Headers.Authorization = Authorization;
        UserAgent.AddTo(message);
        return message;
    }
}
