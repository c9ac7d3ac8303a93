using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Api.Backups;

/// <summary>The name of the ImageBackup of a policy and an image: <c>&lt;policy&gt;.&lt;slug&gt;-&lt;32 hex&gt;</c>.</summary>
public static partial class ImageBackupName
{
    private const int SlugMaxLength = 120;

    /// <summary>128 bits: nobody finds another image of the same name.</summary>
    private const int HashLength = 32;

    /// <summary>That of earlier versions: another image of the same name took minutes to find.</summary>
    private const int EarlierHashLength = 8;

    /// <summary>
    /// Always the same for the same input, readable, and a DNS-1123 subdomain of at most 253 characters; the hash tells apart what
    /// the slug does not.
    /// </summary>
    /// <param name="policyName">The policy's name: a DNS-1123 subdomain.</param>
    /// <param name="image">The image in full, such as docker.io/library/nginx:1.27.</param>
    public static string For(string policyName, string image) => Name(policyName, image, HashLength);

    /// <summary>
    /// Finds the backup under its name, or under the one that earlier versions gave it. An object of that name which copies another image
    /// is another's backup.
    /// </summary>
    /// <param name="policyName">The policy's name.</param>
    /// <param name="image">The image in full.</param>
    /// <param name="named">Looks up an ImageBackup by its name.</param>
    public static ImageBackup? Find(string policyName, string image, Func<string, ImageBackup?> named)
    {
        return Own(HashLength) ?? Own(EarlierHashLength);

        ImageBackup? Own(int hashLength) =>
            named(Name(policyName, image, hashLength)) is { } found && found.Spec.PolicyName == policyName && found.Spec.Source == image
                ? found
                : null;
    }

    private static string Name(string policyName, string image, int hashLength) =>
        $"{Policy(policyName)}.{Prefix(Slug(image))}{Hash(policyName, image)[..hashLength]}";

    /// <summary>Longer ones are refused as policies, but a name must come out all the same.</summary>
    private static string Policy(string name) =>
        name.Length <= Grammar.PolicyNameMaxLength ? name : name[..Grammar.PolicyNameMaxLength].TrimEnd('.', '-');

    /// <summary>The end of a long image says more than its start: the name and the tag.</summary>
    private static string Slug(string image)
    {
        var text = ShortDigest().Replace(DockerHub().Replace(image, ""), "${start}").ToLowerInvariant();
        var slug = Separators().Replace(text, run => run.Value == "." ? "." : "-");
        return (slug.Length <= SlugMaxLength ? slug : slug[^SlugMaxLength..]).Trim('.', '-');
    }

    private static string Prefix(string slug) => slug.Length == 0 ? "" : slug + "-";

    private static string Hash(string policyName, string image) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{policyName}\n{image}")));

    [GeneratedRegex(@"\Adocker\.io/(library/)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DockerHub();

    [GeneratedRegex("(?<start>@[a-z0-9]+:[0-9a-f]{12})[0-9a-f]*", RegexOptions.NonBacktracking)]
    private static partial Regex ShortDigest();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();
}
