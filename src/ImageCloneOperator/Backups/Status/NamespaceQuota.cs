using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Backups.Status;

/// <summary>
/// Lets no namespace have more copied than its policy's <c>spec.limits</c> says. What has an ImageBackup keeps it, so that nothing changes
/// places with what comes later.
/// </summary>
internal sealed class NamespaceQuota(IResourceCache<ImageBackup> backups, TimeProvider time) : IDisposable
{
    /// <summary>How long an image that is left out waits until it is looked at again: another may have gone.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>How long a new backup may take to name its users in its status.</summary>
    private static readonly TimeSpan StatusLag = TimeSpan.FromMinutes(1);

    /// <summary>Each image of a namespace would have all of them counted anew.</summary>
    private static readonly TimeSpan KeepCount = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ExpiringCache<(string Policy, string Namespace), HashSet<string>> _counted = new(time);
    private readonly ExpiringCache<(string Policy, string Namespace, string Image), bool> _admitted = new(time);
    private readonly ExpiringCache<(string Policy, string Image), bool> _leftOut = new(time);

    /// <summary>Wakes the policy.</summary>
    public ChannelSource<EntityKey> Changes { get; } = new();

    /// <summary>Whether the namespace may have another image, which has no ImageBackup yet, copied by the policy.</summary>
    public bool Admits(BackupKey key, BackupQuota quota, string ns)
    {
        var (policy, image) = (key.Policy, key.Source.ToString());
        lock (_gate)
        {
            var images = ImagesOf(policy, ns);
            if (!images.Contains(image) && images.Count >= quota.ImagesPerNamespace)
            {
                if (!_leftOut.TryGet((policy, image), out _)) Changes.Trigger(new EntityKey("", policy));
                _leftOut.Set((policy, image), true, 3 * LookAgain);
                return false;
            }

            images.Add(image);
            _admitted.Set((policy, ns, image), true, StatusLag);
        }

        if (_leftOut.Remove((policy, image))) Changes.Trigger(new EntityKey("", policy));
        return true;
    }

    public bool IsLeftOut(BackupKey key) => _leftOut.TryGet((key.Policy, key.Source.ToString()), out _);

    /// <summary>How many images have no ImageBackup since their namespaces have too many.</summary>
    public int CountLeftOut(string policy) => _leftOut.All.Count(entry => entry.Key.Policy == policy);

    /// <summary>How large the image may be; null for any. The namespace with most room left decides.</summary>
    public long? RoomFor(ImageBackup backup, BackupQuota quota, IEnumerable<string> namespaces)
    {
        var names = namespaces.Distinct(StringComparer.Ordinal).ToList();
        if (quota.BytesPerNamespace is not { } limit || names.Count == 0) return quota.BytesPerImage;
        var room = Math.Max(0, names.Max(ns => limit - BytesOf(backup, ns)));
        return Math.Min(room, quota.BytesPerImage ?? long.MaxValue);
    }

    public void Dispose()
    {
        _counted.Dispose();
        _admitted.Dispose();
        _leftOut.Dispose();
    }

    /// <summary>Those that have an ImageBackup, and those that will have one soon.</summary>
    private HashSet<string> ImagesOf(string policy, string ns)
    {
        if (_counted.TryGet((policy, ns), out var counted)) return counted;
        var images = UsedIn(policy, ns).Select(backup => backup.Spec.Source).ToHashSet(StringComparer.Ordinal);
        images.UnionWith(
            _admitted.All.Where(entry => entry.Key.Policy == policy && entry.Key.Namespace == ns).Select(entry => entry.Key.Image));
        _counted.Set((policy, ns), images, KeepCount);
        return images;
    }

    private long BytesOf(ImageBackup except, string ns) => UsedIn(except.Spec.PolicyName, ns)
        .Where(backup => backup.Metadata.Name != except.Metadata.Name && backup.Status.Conditions.IsTrue(ConditionTypes.Ready))
        .Sum(backup => backup.Status.SizeBytes ?? 0);

    private IEnumerable<ImageBackup> UsedIn(string policy, string ns) => backups.ByIndex(BackupLookup.ByPolicy, policy)
        .Where(backup => backup.Status.UsedBy?.Exists(user => user.Namespace == ns) is true);
}
