using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Credentials.Processes;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>
/// Asks a <c>docker-credential-*</c> program (docker-credential-helpers' protocol: the server on its input, JSON on its output).
/// </summary>
internal static partial class CredentialHelper
{
    private const string IdentityTokenUser = "<token>";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>None when the program knows no credential for the server.</returns>
    /// <exception cref="CredentialHelperException">The program is missing, hangs, or answers nonsense.</exception>
    public static async Task<RegistryCredential?> GetAsync(string helper, string server)
    {
        if (!Name().IsMatch(helper))
        {
            throw new CredentialHelperException(
                $"The Docker config names the credential helper '{helper}', which is no name of a program.");
        }

        var program = $"docker-credential-{helper}";
        try
        {
            var (exitCode, output) = await ChildProgram.RunAsync(
                new(program, ["get"]), server, Patience, TimeProvider.System, CancellationToken.None);
            return exitCode == 0 ? Read(program, output) : NotFound(program, output, exitCode);
        }
        catch (Win32Exception)
        {
            throw new CredentialHelperException(
                $"{program}, which the Docker config names, is not on the PATH: install it or log in again.");
        }
        catch (TimeoutException)
        {
            throw new CredentialHelperException($"{program} has not answered within {Patience.TotalSeconds:0} seconds for {server}.");
        }
    }

    private static RegistryCredential? Read(string program, string output)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(output, DockerConfigJson.Default.HelperAnswer);
            return answer switch
            {
                null or { Secret: null or "" } => null,
                { Username: IdentityTokenUser } => new RegistryCredential { IdentityToken = answer.Secret },
                _ => new RegistryCredential { Username = answer.Username, Password = answer.Secret },
            };
        }
        catch (JsonException)
        {
            throw new CredentialHelperException($"{program} answered something that is not JSON.");
        }
    }

    /// <summary>Helpers say on their output, in words of their own, that they have nothing; anything else is a failure.</summary>
    private static RegistryCredential? NotFound(string program, string output, int exitCode) =>
        output.Contains("not found", StringComparison.OrdinalIgnoreCase)
            ? null
            : throw new CredentialHelperException($"{program} failed with exit code {exitCode}: run it by hand to see why.");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
