using System.Security.Cryptography;
using System.Text;
using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry.Authentication;

/// <summary>Identifies a token. Tokens are never shared between credentials, even on one host.</summary>
/// <param name="Realm">The token server.</param>
/// <param name="Service">What the registry calls itself.</param>
/// <param name="Scopes">What the token allows.</param>
/// <param name="Owner">Tells credentials apart without keeping them: tokens live longer than secrets may stay in memory.</param>
internal sealed record TokenKey(Uri Realm, string Service, string Scopes, string? Owner)
{
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    public static string? OwnerOf(RegistryCredential? credential)
    {
        if (credential is null) return null;
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Salt);
        foreach (var part in (string?[])[credential.Username, credential.Password, credential.IdentityToken, credential.RegistryToken])
        {
            hash.AppendData(BitConverter.GetBytes(part?.Length ?? -1));
            hash.AppendData(Encoding.UTF8.GetBytes(part ?? ""));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
