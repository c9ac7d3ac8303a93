using System.Text.RegularExpressions;

namespace ImageCloneOperator.Core.Credentials.Clouds;

/// <summary>Which cloud runs a registry, by its host's name.</summary>
public static partial class CloudHost
{
    /// <summary>The host of public images of Amazon ECR.</summary>
    public const string EcrPublic = "public.ecr.aws";

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <returns><see cref="CloudProvider.Generic"/> for a host of no cloud.</returns>
    public static CloudProvider ProviderOf(string host) => host.ToLowerInvariant() switch
    {
        EcrPublic => CloudProvider.AWS,
        var name when Ecr().IsMatch(name) => CloudProvider.AWS,
        var name when Google().IsMatch(name) => CloudProvider.Google,
        var name when Azure().IsMatch(name) => CloudProvider.Azure,
        _ => CloudProvider.Generic,
    };

    /// <param name="host">The registry.</param>
    /// <param name="named">What the user says of it.</param>
    /// <returns>Whether it is private ECR, where repositories must be made before they are pushed to.</returns>
    public static bool IsEcr(string host, CloudProvider named) =>
        host != EcrPublic && (named == CloudProvider.AWS || ProviderOf(host) == CloudProvider.AWS);

    /// <summary>Where the service is that hands out the tokens of a registry in ECR.</summary>
    /// <returns>Null where the name does not say it.</returns>
    public static (string Region, string Domain)? EcrPlace(string host) =>
        Ecr().Match(host.ToLowerInvariant()) is { Success: true } match
            ? (match.Groups["region"].Value, Domain(match.Groups["domain"].Value))
            : null;

    private static string Domain(string registry) => registry switch
    {
        "on.aws" => "amazonaws.com",
        "on.amazonwebservices.com.cn" => "amazonaws.com.cn",
        _ => registry,
    };

    [GeneratedRegex(
        @"^\d{12}\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\."
            + @"(?<domain>amazonaws\.com(\.cn)?|amazonaws\.eu|on\.aws|on\.amazonwebservices\.com\.cn)\z",
        Linear)]
    private static partial Regex Ecr();

    [GeneratedRegex(@"^([a-z0-9-]+-docker\.pkg\.dev|([a-z0-9-]+\.)?gcr\.io)\z", Linear)]
    private static partial Regex Google();

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)*\.azurecr\.(io|cn|us|de)\z", Linear)]
    private static partial Regex Azure();
}
