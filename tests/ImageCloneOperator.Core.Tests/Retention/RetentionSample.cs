using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Tests.Retention;

/// <summary>A backup that nothing needs any more, for tests that give it users, neighbours or another policy.</summary>
internal static class RetentionSample
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly ImageUser Pod = new("Pod", "shop", "web-0");
    public static readonly TargetRegistry Target = Create("r.io", "backups");
    public static readonly ImageReference Source = ImageReference.Parse("nginx:1.27");
    public static readonly BackupClaim Backup = Claim("nginx", Source, 'a');

    public static RetentionInput Input(string? image = null, params BackupClaim[] others) => Input(image is null ? [] : [image]) with
    {
        Backups = [Backup, .. others],
    };

    public static RetentionInput Input(string[] images)
    {
        var uses = new ImageUses();
        foreach (var image in images) uses.Add(image, Pod);
        return new RetentionInput
        {
            Backup = Backup,
            Unused = new UnusedTime(Now.AddDays(-31), Now),
            Policy = Policy(),
            Uses = uses,
            Backups = [Backup],
            OtherClusters = [],
            Now = Now,
        };
    }

    public static Policy Policy() => new() { Name = "p", Target = Target, DeleteImages = true };

    public static BackupClaim Claim(string name, ImageReference source, char digest)
    {
        var target = Target.Locate(source);
        return new BackupClaim(name, source, target) { Copy = target, Digest = Sha(digest) };
    }

    public static Digest Sha(char c) => Digest.Parse($"sha256:{new string(c, 64)}");

    public static TargetRegistry Create(string registry, string prefix) =>
        TargetRegistry.TryCreate(registry, prefix, TargetLayout.Nested, out var target, out var error)
            ? target
            : throw new InvalidOperationException(error);
}
