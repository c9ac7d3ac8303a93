using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Core.Targets;

/// <summary>Stands in for a name that cannot be written where it must go.</summary>
internal static class NameHash
{
    public const int ShortLength = 16;

    public static string Long(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Short(string text) => Long(text)[..ShortLength];
}
