using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Tests.Workloads.Rewriting;

public sealed class RewriteConflictTrackerTests
{
    private const string Uid = "7c1";

    private readonly ManualTimeProvider _time = new();
    private readonly RewriteConflictTracker _tug;

    public RewriteConflictTrackerTests() => _tug = new RewriteConflictTracker(_time);

    [Fact]
    public void Writer_wins_after_putting_same_original_back_three_times()
    {
        Round("nginx:1");
        Round("nginx:1");
        Round("nginx:1");

        Assert.Equal("nginx:1", Assert.Single(_tug.Lost(Uid, Rewriting("nginx:1"))).Original);
        Assert.Empty(_tug.Lost("another", Rewriting("nginx:1")));
    }

    [Fact]
    public void Another_image_begins_anew()
    {
        Round("nginx:1");
        Round("nginx:1");
        Round("nginx:2");
        Round("nginx:1");
        Round("nginx:1");

        Assert.Empty(_tug.Lost(Uid, Rewriting("nginx:1")));
    }

    [Fact]
    public void Count_begins_anew_after_two_days()
    {
        Round("nginx:1");
        Round("nginx:1");
        Round("nginx:1");
        _time.Advance(TimeSpan.FromHours(49));

        Assert.Empty(_tug.Lost(Uid, Rewriting("nginx:1")));
        Round("nginx:1");
        Assert.Empty(_tug.Lost(Uid, Rewriting("nginx:1")));
    }

    [Fact]
    public void Original_put_back_by_operator_is_no_conflict()
    {
        for (var round = 0; round < 5; round++)
        {
            Round("nginx:1");
            _tug.Wrote(Uid, new RewritePlan([new("c0", "r.io/nginx:1", "nginx:1", "nginx:1", null, "")]));
        }

        Assert.Empty(_tug.Lost(Uid, Rewriting("nginx:1")));
    }

    [Fact]
    public void A_copy_that_moves_to_another_target_is_no_tug()
    {
        for (var round = 0; round < 5; round++)
            _tug.Wrote(Uid, new RewritePlan([new("c0", $"r{round}.io/nginx:1", "nginx:1", "r.io/nginx:1", "p", "")]));

        Assert.Empty(_tug.Lost(Uid, Rewriting("nginx:1")));
    }

    [Fact]
    public void A_workload_that_is_gone_is_forgotten()
    {
        Round("nginx:1");
        Round("nginx:1");
        Round("nginx:1");
        _tug.Forget(Uid);

        Assert.Empty(_tug.Lost(Uid, Rewriting("nginx:1")));
    }

    private void Round(string image)
    {
        _tug.Wrote(Uid, Rewriting(image));
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    private static RewritePlan Rewriting(string image) => new([new("c0", image, image, $"r.io/{image}", "p", "")]);
}
