using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using ImageCloneOperator.Credentials.Processes;

namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>Runs a plugin (credentialprovider.kubelet.k8s.io): a request on its input, a response on its output.</summary>
internal sealed class PluginProgram(CredentialProvider provider, string folder, TimeProvider time)
{
    /// <summary>As long as kubelet waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <exception cref="CredentialPluginException">It fails, hangs, or prints something else.</exception>
    public async Task<CredentialProviderResponse> RunAsync(string image, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Serialize(new(provider.ApiVersion, image), PluginJsonContext.Default.CredentialProviderRequest);
        try
        {
            var (exitCode, output) = await ChildProgram.RunAsync(Start(), request, Patience, time, cancellationToken);
            return exitCode == 0
                ? Read(output)
                : throw new CredentialPluginException($"it ended with exit code {exitCode}: run it by hand to see why");
        }
        catch (Exception error) when (error is Win32Exception or TimeoutException)
        {
            throw new CredentialPluginException(error.Message);
        }
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(Path.Combine(folder, provider.Name), provider.Args);
        foreach (var variable in provider.Env) start.Environment[variable.Name] = variable.Value;
        return start;
    }

    private CredentialProviderResponse Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, PluginJsonContext.Default.CredentialProviderResponse) is { } response
                && response.Kind == CredentialProviderResponse.KindName && response.ApiVersion == provider.ApiVersion
                ? response
                : throw new CredentialPluginException($"it must print a CredentialProviderResponse of {provider.ApiVersion}");
        }
        catch (JsonException)
        {
            throw new CredentialPluginException($"it printed something else than a CredentialProviderResponse of {provider.ApiVersion}");
        }
    }
}
