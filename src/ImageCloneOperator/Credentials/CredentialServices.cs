using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Credentials.Plugins;
using ImageCloneOperator.Credentials.Repositories;
using ImageCloneOperator.Credentials.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Credentials;

/// <summary>Registers what finds the credentials and certificate authorities for a registry.</summary>
internal static class CredentialServices
{
    /// <param name="services">The operator's services.</param>
    /// <param name="operatorNamespace">Where secrets are that name no namespace.</param>
    /// <param name="pluginConfig">Kubelet's CredentialProviderConfig, a file or a folder; null for no plugins.</param>
    /// <param name="pluginFolder">The folder with the plugins.</param>
    /// <exception cref="CredentialPluginException">
    /// The configuration is wrong: a clear line at the start, rather than at the first image.
    /// </exception>
    public static void AddCredentials(
        this IServiceCollection services, string operatorNamespace, string? pluginConfig, string? pluginFolder)
    {
        services.AddSingleton<SecretCache>();
        services.AddSingleton(provider => new RegistryEndpointResolver(
            provider.GetRequiredService<SecretCache>(),
            provider.GetRequiredService<CloudIdentities>(),
            provider.GetRequiredService<EcrRepositories>(),
            provider.GetRequiredService<CredentialPlugins>(),
            operatorNamespace));
        services.AddSingleton<PodPullCredentials>();
        services.AddSingleton<CloudHttp>();
        services.AddSingleton(new CloudEnvironment(Environment.GetEnvironmentVariable));
        services.AddSingleton<CloudIdentities>();
        services.AddSingleton<EcrRepositories>();
        var found = CredentialPluginReader.Read(pluginConfig, pluginFolder);
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var logger = provider.GetRequiredService<ILogger<CredentialPlugins>>();
            return new CredentialPlugins(
                found.Select(plugin => new CredentialPlugin(plugin, new PluginProgram(plugin, pluginFolder!, time), time, logger)));
        });
    }
}
