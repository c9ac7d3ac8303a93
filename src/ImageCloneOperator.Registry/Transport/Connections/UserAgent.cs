using System.Reflection;

namespace ImageCloneOperator.Registry.Transport.Connections;

internal static class UserAgent
{
    private static readonly string Value = $"image-clone-operator/{Version?.Split('+')[0]}";

    private static string? Version =>
        typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static void AddTo(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("User-Agent", Value);
}
