using System.CommandLine;
using System.Net;
using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Options;
using ImageCloneOperator.Registry.Addresses;
using ImageCloneOperator.Webhooks.Certificates;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Commands.Run;

/// <summary>The options of <c>run</c>.</summary>
internal sealed class RunSettings
{
    private readonly Option<BindAddress> _http = Setting.Create<BindAddress>(
        "--http-bind-address", new(null, 8080), "Where metrics and health are served",
        Address, "an address such as :8080 or 127.0.0.1:8080");

    private readonly Option<BindAddress?> _dashboard = Setting.Create<BindAddress?>(
        "--dashboard-bind-address", null,
        "Where the dashboard, which has no login, is served; empty turns it off; by default where metrics are if that is a loopback "
            + "address, else 127.0.0.1:8081, for kubectl port-forward",
        text => text.Length == 0 ? Off : Address(text), "empty or an address such as 127.0.0.1:8081");

    private readonly Option<BindAddress?> _webhook = Setting.Create<BindAddress?>(
        "--webhook-bind-address", new(null, 9443), "Where webhooks are served; empty turns them off",
        text => text.Length == 0 ? Off : Address(text), "empty or an address such as :9443");

    private readonly Option<string?> _webhookClients = Setting.Create<string?>(
        "--webhook-client-ca", "",
        "A file with the authorities of the API server's client certificate: nobody else is answered by the webhooks",
        text => text.Length == 0 || HasCertificates(text) ? text : null, "a file with certificates in PEM");

    private readonly Option<bool?> _leaderElect = Setting.Create<bool?>(
        "--leader-elect", true, "Let one replica plan and the others stand by",
        text => bool.TryParse(text, out var value) ? value : null, "true or false");

    private readonly Option<int?> _copies = Setting.Create<int?>(
        "--max-concurrent-copies", 8,
        "How many images this replica copies at the same time; at most half of them for one namespace, and for one source registry",
        text => int.TryParse(text, out var value) && value is >= 1 and <= 64 ? value : null, "a number from 1 to 64");

    private readonly Option<int?> _throughput = Setting.Create<int?>(
        "--min-source-throughput", 64,
        "KiB per second that a source must send, averaged over a minute: a slower copy lets others go first; 0 for any",
        text => int.TryParse(text, out var value) && value is >= 0 and <= 1024 ? value : null, "a number from 0 to 1024");

    private readonly Option<RefusedAddresses?> _refused = Setting.Create<RefusedAddresses?>(
        "--refuse-source-addresses", null,
        "Addresses that a registry may not have that no policy names: local (this machine's, link-local, the API server's), "
            + "private (those of private networks, too) or none; local in a pod, else none",
        Name<RefusedAddresses>, "none, local or private");

    private readonly Option<LogFormat?> _logFormat = Setting.Create<LogFormat?>(
        "--log-format", Console.IsOutputRedirected ? LogFormat.Json : LogFormat.Console, "json or console; console on a terminal",
        Name<LogFormat>, "json or console");

    private readonly Option<LogLevel?> _logLevel = Setting.Create<LogLevel?>(
        "--log-level", LogLevel.Information, "trace, debug, information, warning, error or critical",
        Name<LogLevel>, "trace, debug, information, warning, error or critical");

    private readonly Option<string> _providers = Setting.Create(
        "--image-credential-provider-config", "",
        "Kubelet's CredentialProviderConfig, a file or a folder: plugins that know credentials of ECR, GAR, ACR and others",
        text => text, "a path");

    private readonly Option<string> _providerFolder = Setting.Create(
        "--image-credential-provider-bin-dir", "", "The folder with the credential provider plugins", text => text, "a path");

    private readonly Option<string?> _clusterName = Setting.Create<string?>(
        "--cluster-name", "", "The name of this cluster in catalogues; by default the first eight characters of kube-system's uid",
        text => text.Length == 0 || CatalogTag.IsClusterName(text) ? text : null,
        $"a name of at most {CatalogTag.MaxClusterLength} lower-case letters, digits and hyphens");

    private static readonly BindAddress Off = new(null, -1);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _http, _dashboard, _webhook, _webhookClients, _leaderElect, _copies, _throughput,
            _refused, _clusterName, _logFormat, _logLevel, _providers, _providerFolder,
        })
        {
            command.Add(option);
        }
    }

    public RunOptions Read(ParseResult result, string ownNamespace, bool isInPod) => new()
    {
        Http = result.GetRequiredValue(_http),
        Dashboard = Dashboard(result.GetValue(_dashboard), result.GetRequiredValue(_http)),
        Webhook = result.GetValue(_webhook) is { } webhook && webhook != Off ? webhook : null,
        WebhookClientCa = NullIfEmpty(result.GetRequiredValue(_webhookClients)!),
        LeaderElect = result.GetRequiredValue(_leaderElect)!.Value,
        MaxConcurrentCopies = result.GetRequiredValue(_copies)!.Value,
        ClusterName = NullIfEmpty(result.GetRequiredValue(_clusterName)!),
        LeastThroughput = result.GetRequiredValue(_throughput)!.Value * 1024L,
        RefusedAddresses = result.GetValue(_refused) ?? (isInPod ? RefusedAddresses.Local : RefusedAddresses.None),
        LogFormat = result.GetRequiredValue(_logFormat)!.Value,
        LogLevel = result.GetRequiredValue(_logLevel)!.Value,
        CredentialProviderConfig = NullIfEmpty(result.GetRequiredValue(_providers)),
        CredentialProviderFolder = NullIfEmpty(result.GetRequiredValue(_providerFolder)),
        Namespace = ownNamespace,
        PodName = Environment.GetEnvironmentVariable("POD_NAME") is { Length: > 0 } pod ? pod : Environment.MachineName.ToLowerInvariant(),
    };

    /// <summary>Nobody but users of this machine reaches a loopback address, so that one port will do there.</summary>
    private static BindAddress? Dashboard(BindAddress? chosen, BindAddress http)
    {
        if (chosen is not null) return chosen == Off ? null : chosen;
        return http.Address is { } address && IPAddress.IsLoopback(address) ? http : new BindAddress(IPAddress.Loopback, 8081);
    }

    private static bool HasCertificates(string file) => File.Exists(file) && CertificateChecks.Read(File.ReadAllText(file)).Count > 0;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static BindAddress? Address(string text) => BindAddress.TryParse(text, out var address) ? address : null;

    private static T? Name<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && char.IsAsciiLetter(text[0]) ? value : null;
}
