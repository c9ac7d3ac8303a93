using System.Security.Cryptography;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Unique names that begin with the object's.</summary>
internal static class EventName
{
    private const int MaxLength = 253;
    private const int RandomLength = 16;

    public static string For(string name)
    {
        var prefix = name[..Math.Min(name.Length, MaxLength - RandomLength - 1)].TrimEnd('.', '-');
        return $"{prefix}.{RandomNumberGenerator.GetHexString(RandomLength, lowercase: true)}";
    }
}
