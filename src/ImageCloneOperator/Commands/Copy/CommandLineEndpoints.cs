using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials.DockerConfig;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Copy;

/// <summary>How each registry is reached, from the command's options and the Docker config.</summary>
internal sealed class CommandLineEndpoints(
    IReadOnlySet<string> plainHttp, IReadOnlyDictionary<string, string> authorities, ICredentialProvider credentials)
{
    private const string AllHosts = "";

    public RegistryEndpoint EndpointOf(ImageReference image)
    {
        var isPlain = plainHttp.Contains(image.Registry);
        return new RegistryEndpoint(image, credentials)
        {
            Settings = new RegistryHostSettings
            {
                PlainHttp = isPlain,
                CertificateAuthorityPem = isPlain
                    ? null
                    : authorities.GetValueOrDefault(image.Registry) ?? authorities.GetValueOrDefault(AllHosts),
            },
        };
    }

    /// <exception cref="CopyUsageException">A file cannot be read.</exception>
    public static async Task<CommandLineEndpoints> CreateAsync(CopyArguments arguments, CancellationToken cancellationToken)
    {
        var authorities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in arguments.CaFiles)
        {
            var (host, path) = text.Split('=', 2) is [var left, var right] ? (left, right) : (AllHosts, text);
            var pem = await ReadAsync(path, cancellationToken);
            authorities[host] = authorities.TryGetValue(host, out var other) ? $"{other}\n{pem}" : pem;
        }
        return new CommandLineEndpoints(
            arguments.PlainHttp.ToHashSet(StringComparer.OrdinalIgnoreCase),
            authorities,
            await DockerCredentials.LoadAsync(DockerConfigFile.DefaultPath, cancellationToken));
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var pem = await File.ReadAllTextAsync(path, cancellationToken);
            return CountCertificates(pem) > 0
                ? pem
                : throw new CopyUsageException($"--ca-file: {path} has no PEM certificate (-----BEGIN CERTIFICATE-----).");
        }
        catch (CryptographicException)
        {
            throw new CopyUsageException($"--ca-file: a certificate in {path} is damaged.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CopyUsageException($"--ca-file: {e.Message}");
        }
    }

    private static int CountCertificates(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        foreach (var certificate in certificates)
            certificate.Dispose();
        return certificates.Count;
    }
}
