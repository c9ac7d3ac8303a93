using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Targets;
using static ImageCloneOperator.Core.Tests.Retention.RetentionSample;

namespace ImageCloneOperator.Core.Tests.Retention;

public sealed class RetentionModelTests
{
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
}
