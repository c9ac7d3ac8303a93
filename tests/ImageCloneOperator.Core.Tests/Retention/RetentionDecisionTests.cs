using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Tests.Retention;

public sealed class RetentionDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImageUser Pod = new("Pod", "shop", "web-0");
    private static readonly TargetRegistry Target = Create("r.io", "backups");
    private static readonly ImageReference Source = ImageReference.Parse("nginx:1.27");
    private static readonly BackupClaim Backup = Claim("nginx", Source, 'a');

    [Fact]
    public void Unused_image_goes_with_its_backup()
    {
        var decision = RetentionDecision.For(Input());

        Assert.True(decision.Expired);
        Assert.Equal(Backup.Target, decision.Tags[^1].Tag);
        Assert.True(decision.Tags[^1].ByDigest);
        Assert.Equal("", decision.Reason);
    }

    [Fact]
    public void Image_stays_where_nobody_asks_for_its_deletion()
    {
        var decision = RetentionDecision.For(Input() with { Policy = Policy() with { DeleteImages = false }, Uses = null });

        Assert.True(decision.Expired);
        Assert.Empty(decision.Tags);
    }

    [Fact]
    public void Without_proof_nothing_goes()
    {
        Assert.All(
        [
            Input() with { Uses = null },
            Input() with { BeingDeleted = true },
            Input() with { Policy = null },
            Input() with { Policy = Policy() with { Suspended = true } },
            Input() with { Unused = null },
            Input() with { Unused = new UnusedTime(Now, Now) },
            Input() with { Unused = new UnusedTime(Now.AddDays(-99), Now.AddDays(-9)) },
        ],
        input => Assert.Equal((false, 0), (RetentionDecision.For(input).Expired, RetentionDecision.For(input).Tags.Count)));
    }

    [Theory]
    [InlineData("nginx:1.27")]
    [InlineData("index.docker.io/library/nginx:1.27")]
    [InlineData("R.IO/backups/docker.io/library/nginx:1.27")]
    [InlineData("r.io/backups/docker.io/library/nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("docker-pullable://nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("elsewhere.io/x:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Image_that_something_names_stays(string image)
    {
        var decision = RetentionDecision.For(Input(image));

        Assert.False(decision.Expired);
        Assert.Equal(Pod, decision.User);
    }

    [Theory]
    [InlineData("nginx:1.28")]
    [InlineData("r.io/other/docker.io/library/nginx:1.27")]
    [InlineData("not a reference")]
    public void Other_images_keep_nothing(string image) => Assert.NotEmpty(RetentionDecision.For(Input(image)).Tags);

    [Fact]
    public void Tag_that_another_backup_needs_stays()
    {
        var another = Claim("another", ImageReference.Parse("redis:7"), 'b') with { Target = Backup.Target };

        var decision = RetentionDecision.For(Input(others: another));

        Assert.True(decision.Expired);
        Assert.Empty(decision.Tags);
        Assert.Contains("another", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_that_another_tag_has_goes_by_tag_only()
    {
        var another = Claim("another", ImageReference.Parse("nginx:stable"), 'a');

        var decision = RetentionDecision.For(Input(others: another));

        Assert.Equal(new ExpiredTag(Backup.Target, Sha('a'), ByDigest: false), Assert.Single(decision.Tags));
    }

    [Fact]
    public void Anchor_that_another_backup_keeps_stays()
    {
        var pinned = Claim("pinned", ImageReference.Parse($"nginx@{Sha('a')}"), 'a');
        var another = Claim("another", ImageReference.Parse("nginx:latest"), 'b') with { Previous = [Sha('a')] };

        var decision = RetentionDecision.For(Input(others: another) with { Backup = pinned });

        Assert.Empty(decision.Tags);
    }

    [Fact]
    public void Content_that_nobody_has_copied_stays() =>
        Assert.Empty(RetentionDecision.For(Input() with { Backup = Backup with { IsFound = true } }).Tags);

    [Fact]
    public void Surplus_digests_go_once_nothing_names_them()
    {
        var moved = Backup with { Previous = [Sha('b'), Sha('c'), Sha('d')] };
        var input = Input($"nginx@{Sha('d')}") with { Backup = moved };

        var given = RetentionDecision.Surplus(input, keepPrevious: 1);

        Assert.Equal(AnchorTag.For(Sha('c')), Assert.Single(given).Tag.Tag);
        Assert.Empty(RetentionDecision.Surplus(input with { Uses = null }, keepPrevious: 1));
    }

    /// <summary>
    /// Random clusters of few images, so that names and digests meet often. Said once more, in other words than the decision's.
    /// </summary>
    [Fact]
    public void Nothing_that_is_named_or_claimed_ever_goes()
    {
        var deleted = 0;
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var claims = Enumerable.Range(0, random.Next(1, 6)).Select(i => RandomClaim(random, $"b{i}")).ToArray();
            var named = Enumerable.Range(0, random.Next(0, 4)).Select(_ => RandomImage(random, claims)).ToArray();
            var input = Input(named) with { Backup = claims[0], Backups = claims };

            var tags = RetentionDecision.For(input).Tags.Concat(RetentionDecision.Surplus(input, random.Next(3))).ToList();

            deleted += tags.Count;
            Assert.All(tags, tag => Assert.True(IsFree(tag, named, claims), $"seed {seed}: {tag}"));
        }

        Assert.InRange(deleted, 1_000, int.MaxValue);
    }

    private static bool IsFree(ExpiredTag tag, string[] named, BackupClaim[] claims)
    {
        var byName = named.Any(image => image == tag.Tag.ToString() || image.EndsWith($"@{tag.Digest}", StringComparison.Ordinal));
        var others = claims.Skip(1).Where(other => other.Target.Name == tag.Tag.Name).ToList();
        var byClaim = others.Exists(other => other.Target == tag.Tag || other.Previous.Any(old => AnchorTag.For(old) == tag.Tag.Tag));
        var content = tag.ByDigest && others.Exists(other => other.Digest == tag.Digest || other.Previous.Contains(tag.Digest));
        return !byName && !byClaim && !content;
    }

    private static BackupClaim RandomClaim(Random random, string name)
    {
        var tag = random.Next(3) == 0 ? $"@{Sha((char)('a' + random.Next(4)))}" : $":{random.Next(3)}";
        var claim = Claim(name, ImageReference.Parse($"{(random.Next(2) == 0 ? "nginx" : "redis")}{tag}"), (char)('a' + random.Next(4)));
        if (claim.Source.Digest is { } digest) return claim with { Digest = digest };
        return claim with { Previous = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Sha((char)('a' + random.Next(4)))).Distinct()] };
    }

    private static string RandomImage(Random random, BackupClaim[] claims)
    {
        var claim = claims[random.Next(claims.Length)];
        return random.Next(4) switch
        {
            0 => claim.Source.ToString(),
            1 => claim.Target.ToString(),
            2 => $"{claim.Target.Name}@{claim.Digest}",
            _ => $"{claim.Target.Name}@{claim.Previous.FirstOrDefault(Sha('d'))}",
        };
    }

    private static RetentionInput Input(string? image = null, params BackupClaim[] others) => Input(image is null ? [] : [image]) with
    {
        Backups = [Backup, .. others],
    };

    private static RetentionInput Input(string[] images)
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
            Now = Now,
        };
    }

    private static Policy Policy() => new() { Name = "p", Target = Target, DeleteImages = true };

    private static BackupClaim Claim(string name, ImageReference source, char digest)
    {
        var target = Target.Locate(source);
        return new BackupClaim(name, source, target) { Copy = target, Digest = Sha(digest) };
    }

    private static Digest Sha(char c) => Digest.Parse($"sha256:{new string(c, 64)}");

    private static TargetRegistry Create(string registry, string prefix) =>
        TargetRegistry.TryCreate(registry, prefix, TargetLayout.Nested, out var target, out var error)
            ? target
            : throw new InvalidOperationException(error);
}
