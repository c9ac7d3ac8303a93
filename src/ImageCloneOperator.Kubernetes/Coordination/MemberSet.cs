using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>
/// Replicas that share keys: each key belongs to the one whose name has the highest hash with it (rendezvous hashing). When one comes or
/// goes, only the keys that it gets, or had, change hands.
/// </summary>
public sealed class MemberSet : IReadOnlyCollection<string>
{
    public static readonly MemberSet Empty = new([]);

    private readonly string[] _names;

    public MemberSet(IEnumerable<string> names) => _names = [.. names.Order(StringComparer.Ordinal)];

    public int Count => _names.Length;

    /// <returns>Null where there is no member.</returns>
    public string? OwnerOf(string key)
    {
        string? owner = null;
        var highest = 0UL;
        foreach (var name in _names)
        {
            var weight = Weight(name, key);
            if (owner is not null && weight <= highest) continue;
            (owner, highest) = (name, weight);
        }

        return owner;
    }

    public IEnumerator<string> GetEnumerator() => _names.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Never to be changed: during a rolling update replicas of two versions must agree.</summary>
    private static ulong Weight(string name, string key) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\0{key}")));
}
