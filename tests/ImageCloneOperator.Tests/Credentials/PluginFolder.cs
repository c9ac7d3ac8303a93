using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Credentials;

/// <summary>A folder with a plugin, which is a real program, and kubelet's configuration of it.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plugins");
    private CredentialPlugins? _plugins;

    public string Path => _folder.FullName;

    public ManualTimeProvider Time { get; } = new();

    /// <summary>How often the plugin has been run.</summary>
    public int Runs => File.Exists(Of("runs")) ? File.ReadAllLines(Of("runs")).Length : 0;

    public string Of(string file) => System.IO.Path.Combine(Path, file);

    /// <param name="script">What it does; <c>$DIR</c> is this folder.</param>
    public PluginFolder With(string script)
    {
        File.WriteAllText(Of("plugin"), $"#!/bin/sh\nDIR={Path}\necho run >> $DIR/runs\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Of("plugin"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>A plugin that answers with a password which counts its runs.</summary>
    public PluginFolder Answering(string auth, string cacheKeyType = "Registry", string? cacheDuration = null) => With($$$"""
        cat > $DIR/request
        n=$(wc -l < $DIR/runs | tr -d ' ')
        printf '{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","cacheKeyType":"{{{cacheKeyType}}}",{{{(cacheDuration is null ? "" : $"\"cacheDuration\":\"{cacheDuration}\",")}}}"auth":{"{{{auth}}}":{"username":"%s","password":"p%s"} } }' "${1:-u}$WHO" "$n"
        """);

    /// <summary>Does something else for images that have this in their name.</summary>
    public PluginFolder When(string name, string script)
    {
        var lines = File.ReadAllText(Of("plugin")).Split('\n', 4);
        File.WriteAllText(
            Of("plugin"),
            string.Join('\n', [.. lines[..3], $"request=$(cat)\ncase $request in *{name}*) {script};; esac", lines[3]])
                .Replace("cat > $DIR/request", "", StringComparison.Ordinal));
        return this;
    }

    public string Configure(string providers)
    {
        File.WriteAllText(
            Of("config.yaml"), $"apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: {providers}\n");
        return Of("config.yaml");
    }

    public CredentialPlugins Load(string more = "", string matchImages = "'*.example.com'")
    {
        var config = Configure("[{name: plugin, apiVersion: credentialprovider.kubelet.k8s.io/v1, "
            + $"matchImages: [{matchImages}], defaultCacheDuration: 1h{more}}}]");
        return _plugins = new CredentialPlugins(CredentialPluginReader.Read(config, Path).Select(provider =>
            new CredentialPlugin(provider, new PluginProgram(provider, Path, Time), Time, NullLogger.Instance)));
    }

    public async Task<IEnumerable<string>> PasswordsAsync(string image) =>
        (await FindAsync(ImageReference.Parse(image))).Select(credential => $"{credential.Username}:{credential.Password}");

    private ValueTask<IReadOnlyList<RegistryCredential>> FindAsync(ImageReference image) =>
        _plugins!.GetAsync(image.Registry, image.Repository, Bound.Token());

    public void Dispose()
    {
        _plugins?.Dispose();
        _folder.Delete(recursive: true);
    }
}
