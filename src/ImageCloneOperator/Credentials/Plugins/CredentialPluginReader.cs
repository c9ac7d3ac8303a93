using System.Text.Json;
using System.Text.Json.Serialization;
using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>
/// Reads kubelet's own configuration of its credential provider plugins (kubernetes.io: Configure a kubelet image credential provider).
/// </summary>
internal static class CredentialPluginReader
{
    private const string ConfigGroup = "kubelet.config.k8s.io/";
    private const string PluginGroup = "credentialprovider.kubelet.k8s.io/";
    private static readonly string[] Versions = ["v1", "v1beta1", "v1alpha1"];

    private static readonly PluginJsonContext Strict = new(new JsonSerializerOptions(PluginJsonContext.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    });

    /// <param name="path">A file, or a folder with several; null where there are no plugins.</param>
    /// <param name="folder">Where the programs are.</param>
    /// <exception cref="ManifestException">It cannot be used; the message names the file and the field.</exception>
    public static IReadOnlyList<CredentialProvider> Read(string? path, string? folder)
    {
        if (path is null) return [];
        if (folder is null)
        {
            throw new ManifestException(
                "--image-credential-provider-config needs --image-credential-provider-bin-dir: the folder with the plugins");
        }

        var providers = ManifestReader.Read([path]).SelectMany(found => Providers(found, folder)).ToList();
        return providers.CountBy(provider => provider.Name, StringComparer.Ordinal)
            .FirstOrDefault(name => name.Value > 1) is { Key: { } twice }
            ? throw new ManifestException($"{path}: there are two providers with the name {twice}; each must have its own")
            : providers;
    }

    private static List<CredentialProvider> Providers(ManifestObject found, string folder)
    {
        if (found.Kind != CredentialProviderConfig.KindName || !IsVersion(found.ApiVersion, ConfigGroup))
            throw new ManifestException($"{found.Place}: it is not a CredentialProviderConfig of {ConfigGroup}v1");
        var config = Parse(found);
        foreach (var (index, provider) in config.Providers.Index())
        {
            if (Problem(provider, folder) is { } problem) throw new ManifestException($"{found.Place}: providers[{index}].{problem}");
        }

        return config.Providers;
    }

    private static CredentialProviderConfig Parse(ManifestObject found)
    {
        try
        {
            return found.Json.Deserialize(Strict.CredentialProviderConfig)!;
        }
        catch (JsonException error)
        {
            throw new ManifestException($"{found.Place}: {JsonProblem.Describe(error, "")}");
        }
    }

    private static string? Problem(CredentialProvider provider, string folder)
    {
        if (provider.Name is "" or "." or ".." || provider.Name.AsSpan().ContainsAny('/', '\\', ' '))
            return $"name: '{provider.Name}' must be the name of a program, without a path";
        if (!File.Exists(Path.Combine(folder, provider.Name))) return $"name: there is no program {provider.Name} in {folder}";
        if (provider.MatchImages is []) return "matchImages: name at least one image pattern, such as *.dkr.ecr.*.amazonaws.com";
        return IsVersion(provider.ApiVersion, PluginGroup)
            ? null
            : $"apiVersion: '{provider.ApiVersion}' is not {PluginGroup}v1, v1beta1 or v1alpha1";
    }

    private static bool IsVersion(string text, string group) =>
        text.StartsWith(group, StringComparison.Ordinal) && Versions.Contains(text[group.Length..], StringComparer.Ordinal);
}
