using System.Reflection;

namespace ImageCloneOperator.Registry.Transport.Connections;

internal static class UserAgent
{
    private static readonly string Value =
        $"image-clone-operator/{typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    public static void AddTo(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("User-Agent", Value);
}
