using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Targets;
using static ImageCloneOperator.Core.Tests.Retention.RetentionSample;

namespace ImageCloneOperator.Core.Tests.Retention;

public sealed class RetentionDecisionTests
{
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

        Assert.Equal((true, "", 0), (decision.Expired, decision.Reason, decision.Tags.Count));
    }

    [Fact]
    public void Without_proof_nothing_goes()
    {
        AssertWaits("it, its policy or one of their kinds is being deleted", Input() with { BeingDeleted = true });
        AssertWaits("its policy is suspended, invalid or gone", Input() with { Policy = null });
        AssertWaits("its policy is suspended, invalid or gone", Input() with { Policy = Policy() with { Suspended = true } });
        AssertWaits("it has not been seen unused for long enough", Input() with { Unused = null });
        AssertWaits("it has not been seen unused for long enough", Input() with { Unused = new UnusedTime(Now, Now) });
        AssertWaits(
            "it has not been seen unused for long enough", Input() with { Unused = new UnusedTime(Now.AddDays(-99), Now.AddDays(-9)) });
        AssertWaits("nobody has read what the cluster uses", Input() with { Uses = null });
        AssertWaits("nobody has read what other clusters have at the target", Input() with { OtherClusters = null });
        AssertWaits("Pod shop/web-0 names it", Input("nginx:1.27"));
    }

    [Fact]
    public void Backup_that_was_never_ready_goes_alone_and_as_soon_as_nothing_uses_it()
    {
        var failed = Input() with { Backup = Backup with { HasOnlyFailed = true }, Unused = new UnusedTime(Now, Now), Uses = null };

        var decision = RetentionDecision.For(failed);

        Assert.Equal((true, "", 0), (decision.Expired, decision.Reason, decision.Tags.Count));
        Assert.False(RetentionDecision.For(failed with { Unused = null }).Expired);
        Assert.False(RetentionDecision.For(failed with { Backup = Backup }).Expired);
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
    public void Tag_that_another_cluster_needs_stays_and_its_backup_goes()
    {
        var decision = RetentionDecision.For(Input() with { OtherClusters = [Claim("prod.web", Source, 'b')] });

        Assert.True(decision.Expired);
        Assert.Empty(decision.Tags);
        Assert.Contains("its catalogue prod.web", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_that_another_cluster_has_under_another_tag_goes_by_tag_only()
    {
        var another = Claim("prod.web", ImageReference.Parse("nginx:stable"), 'a');

        var decision = RetentionDecision.For(Input() with { OtherClusters = [another] });

        Assert.Equal(new ExpiredTag(Backup.Target, Sha('a'), ByDigest: false), Assert.Single(decision.Tags));
    }

    [Fact]
    public void Earlier_digest_that_another_cluster_keeps_keeps_its_anchor()
    {
        var input = Input() with { Backup = Backup with { Previous = [Sha('b'), Sha('c'), Sha('d')] } };
        var another = Claim("prod.web", Source, 'e') with { Previous = [Sha('c')] };

        Assert.Equal([Sha('d')], RetentionDecision.Surplus(input with { OtherClusters = [another] }, 1).Select(tag => tag.Digest));
        Assert.Empty(RetentionDecision.Surplus(input with { OtherClusters = null }, 1));
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
    public void Content_that_nobody_has_copied_stays() => AssertKept(
        "it was there before the first copy, and is another writer's", Input() with { Backup = Backup with { IsFound = true } });

    [Fact]
    public void Surplus_digests_go_once_nothing_names_them()
    {
        var moved = Backup with { Previous = [Sha('b'), Sha('c'), Sha('d')] };
        var input = Input($"nginx@{Sha('d')}") with { Backup = moved };

        var given = RetentionDecision.Surplus(input, keepPrevious: 1);

        Assert.Equal(AnchorTag.For(Sha('c')), Assert.Single(given).Tag.Tag);
        Assert.Empty(RetentionDecision.Surplus(input with { Uses = null }, keepPrevious: 1));
    }

    [Fact]
    public void Workload_that_came_after_the_lists_keeps_the_image()
    {
        var workload = new ImageUser("Deployment", "shop", "web");

        var decision = RetentionDecision.For(Input() with { Workload = workload });

        Assert.False(decision.Expired);
        Assert.Equal(workload, decision.User);
        Assert.Equal(Pod, RetentionDecision.For(Input("nginx:1.27") with { Workload = workload }).User);
    }

    [Fact]
    public void Copy_that_lies_elsewhere_keeps_its_backup_while_named_and_its_target_otherwise()
    {
        var moved = Backup with { Copy = ImageReference.Parse("old.io/nginx:1.27") };

        Assert.Equal(Pod, RetentionDecision.For(Input("old.io/nginx:1.27") with { Backup = moved }).User);
        AssertKept("no copy of it is known to lie there", Input() with { Backup = moved });
        AssertKept("no copy of it is known to lie there", Input() with { Backup = Backup with { Digest = null } });
        AssertKept(
            "it does not lie under r.io/others, the policy's target",
            Input() with { Policy = Policy() with { Target = Create("r.io", "others") } });
    }

    [Fact]
    public void Tag_stays_for_a_backup_whose_copy_still_lies_there()
    {
        var another = Claim("another", ImageReference.Parse("redis:7"), 'b');

        Assert.Equal(0, Outcome(Input(others: another with { Copy = Backup.Target })).Tags);
        Assert.Equal(
            0, Outcome(Input(others: another with { Target = ImageReference.Parse("R.IO/backups/docker.io/library/nginx:1.27") })).Tags);
        Assert.Equal(2, Outcome(Input(others: another with { Copy = Backup.Target.WithTag("1.28") })).Tags);
        Assert.Equal(2, Outcome(Input(others: another with { Copy = ImageReference.Parse("r.io/backups/elsewhere:1.27") })).Tags);
        Assert.Equal(2, Outcome(Input(others: another with { Copy = null })).Tags);
    }

    [Theory]
    [InlineData("nginx:stable", 'a', "", null, false)]
    [InlineData("nginx:stable", 'b', "", null, true)]
    [InlineData("nginx:stable", 'b', "ca", null, false)]
    [InlineData("redis:7", 'a', "", null, true)]
    [InlineData("redis:7", 'a', "", "r.io/backups/docker.io/library/nginx:old", false)]
    [InlineData("redis:7", 'b', "", "r.io/backups/docker.io/library/nginx:old", true)]
    public void Content_goes_by_digest_only_where_nobody_in_the_repository_has_it(
        string source, char digest, string previous, string? copy, bool byDigest)
    {
        var another = Claim("another", ImageReference.Parse(source), digest) with { Previous = [.. previous.Select(Sha)] };
        if (copy is not null) another = another with { Copy = ImageReference.Parse(copy) };

        var tags = RetentionDecision.For(Input(others: another)).Tags;

        Assert.Equal(byDigest, tags[^1].ByDigest);
    }

    [Fact]
    public void Own_anchors_go_first_and_the_content_that_they_had_goes_by_tag_only()
    {
        var moved = Backup with { Previous = [Sha('b'), Sha('a')] };
        var input = Input() with { Backup = moved, Backups = [moved] };

        var tags = RetentionDecision.For(input).Tags;

        Assert.Equal([AnchorTag.For(Sha('a')), AnchorTag.For(Sha('b')), "1.27"], tags.Select(tag => tag.Tag.Tag));
        Assert.False(tags[^1].ByDigest);
    }

    [Fact]
    public void Backup_of_a_digest_gives_its_anchor_once()
    {
        var pinned = Claim("pinned", ImageReference.Parse($"nginx@{Sha('a')}"), 'a');

        Assert.Equal(pinned.Target, Assert.Single(RetentionDecision.For(Input() with { Backup = pinned, Backups = [pinned] }).Tags).Tag);
    }

    [Theory]
    [InlineData("elsewhere.io/x@")]
    [InlineData("r.io/backups/docker.io/library/nginx:")]
    public void Anchor_that_is_named_stays(string name)
    {
        var moved = Backup with { Previous = [Sha('b')] };
        var image = name.EndsWith('@') ? $"{name}{Sha('b')}" : $"{name}{AnchorTag.For(Sha('b'))}";

        var tags = RetentionDecision.For(Input(image) with { Backup = moved, Backups = [moved] }).Tags;

        Assert.DoesNotContain(tags, tag => tag.Digest == Sha('b'));
        Assert.Contains(tags, tag => tag.Tag == Backup.Target);
    }

    [Fact]
    public void Surplus_is_given_only_by_those_that_decide_and_never_the_present_content()
    {
        var moved = Backup with { Previous = [Sha('b'), Sha('a'), Sha('c')] };
        var input = Input() with { Backup = moved, Backups = [moved] };

        Assert.Equal([Sha('c')], RetentionDecision.Surplus(input, keepPrevious: 1).Select(tag => tag.Digest));
        Assert.All(RetentionDecision.Surplus(input, keepPrevious: 0), tag => Assert.False(tag.ByDigest));
        Assert.Empty(RetentionDecision.Surplus(input with { BeingDeleted = true }, keepPrevious: 0));
        Assert.Empty(RetentionDecision.Surplus(input with { Policy = null }, keepPrevious: 0));
        Assert.Empty(RetentionDecision.Surplus(input with { Policy = Policy() with { Suspended = true } }, keepPrevious: 0));
    }

    [Fact]
    public void Surplus_that_another_backup_needs_stays()
    {
        var moved = Backup with { Previous = [Sha('b')] };
        var sameContent = Claim("same-content", ImageReference.Parse("nginx:stable"), 'b');
        var sameAnchor = sameContent with { Digest = Sha('c'), Copy = Backup.Target.WithTag(AnchorTag.For(Sha('b'))) };

        Assert.All([sameContent, sameAnchor], other =>
            Assert.Empty(RetentionDecision.Surplus(Input() with { Backup = moved, Backups = [moved, other] }, keepPrevious: 0)));
    }

    private static (bool Expired, int Tags) Outcome(RetentionInput input)
    {
        var decision = RetentionDecision.For(input);
        return (decision.Expired, decision.Tags.Count);
    }

    private static void AssertWaits(string reason, RetentionInput input)
    {
        var decision = RetentionDecision.For(input);

        Assert.Equal((false, reason, 0), (decision.Expired, decision.Reason, decision.Tags.Count));
    }

    private static void AssertKept(string reason, RetentionInput input)
    {
        var decision = RetentionDecision.For(input);

        Assert.Equal((true, reason, 0), (decision.Expired, decision.Reason, decision.Tags.Count));
    }
}
