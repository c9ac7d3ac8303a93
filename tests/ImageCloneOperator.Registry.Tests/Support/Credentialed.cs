using System.Net.Http.Headers;
using System.Text;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Registry.Tests.Support;

internal static class Credentialed
{
    public static AuthenticationHeaderValue Basic(RegistryAccount account) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}")));
}
