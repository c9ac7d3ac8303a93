using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Ownership;

public sealed class UnclaimedBackupsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ManualTimeProvider _time = new();
    private readonly ListCache<ImageBackup> _backups = new();
    private readonly ListCache<BackupPolicy> _policies = new();
    private readonly Replica _members = new("this");
    private readonly BackgroundTasks _tasks;
    private readonly UnclaimedBackups _unclaimed;

    public UnclaimedBackupsTests()
    {
        _policies.Set([Policy()]);
        _backups.Set([Backup()]);
        _tasks = new BackgroundTasks("copies", 4, _time, NullLogger.Instance);
        _unclaimed = new UnclaimedBackups(
            _members, _backups, _policies, new CompiledPolicies(_policies, "image-clone-system"), _tasks, _time);
    }

    [Theory]
    [InlineData("this")]
    [InlineData("")]
    public void Backup_of_this_replica_or_of_nobody_counts_once_it_has_been_due_for_two_minutes(string members)
    {
        _members.Are(members);

        Assert.Equal(0, _unclaimed.Count());
        _time.Advance(Patience);
        Assert.Equal(0, _unclaimed.Count());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _unclaimed.Count());
    }

    [Fact]
    public void Backup_of_another_replica_never_counts_and_one_that_comes_back_begins_anew()
    {
        Assert.Equal(0, _unclaimed.Count());
        _members.Are("other");
        Assert.Equal(0, CountLater());
        _members.Are("this");
        Assert.Equal(0, _unclaimed.Count());
        Assert.Equal(1, CountLater());
    }

    [Fact]
    public async Task Backup_that_is_being_copied_does_not_count()
    {
        using var end = new CancellationTokenSource();
        var running = _tasks.RunAsync(end.Token, end.Token);
        Assert.Equal(0, _unclaimed.Count());
        Assert.True(_tasks.TryStart("backup", "1", token => Task.Delay(Timeout.Infinite, token)));

        Assert.Equal(0, CountLater());
        await end.CancelAsync();
        await running;
    }

    public static TheoryData<string> Idle =>
    [
        "deleted", "ready", "later", "invalid", "expired", "bad source", "suspended", "policy goes", "no policy",
    ];

    [Theory]
    [MemberData(nameof(Idle))]
    public void Backup_that_nobody_has_to_do_anything_for_does_not_count(string why)
    {
        var backup = Backup();
        _backups.Set([backup]);
        switch (why)
        {
            case "deleted": backup.Metadata.DeletionTimestamp = _time.GetUtcNow().UtcDateTime; break;
            case "invalid": Fail(backup, ConditionReasons.InvalidSpec); break;
            case "expired": Fail(backup, ConditionReasons.Expired); break;
            case "bad source": backup.Spec.Source = "Not An Image"; break;
            case "suspended": _policies.Set([Policy(suspend: true)]); break;
            case "policy goes": _policies.List()[0].Metadata.DeletionTimestamp = _time.GetUtcNow().UtcDateTime; break;
            default: _policies.Set([]); break;
        }

        Assert.Equal(0, _unclaimed.Count());
        Assert.Equal(0, CountLater());
    }

    private int CountLater()
    {
        _time.Advance(Patience + TimeSpan.FromSeconds(1));
        return _unclaimed.Count();
    }

    private static void Fail(ImageBackup backup, string reason) =>
        backup.Status.Conditions = [new Condition { Type = ConditionTypes.Ready, Status = "False", Reason = reason }];

    private static BackupPolicy Policy(bool suspend = false) => new()
    {
        Metadata = new V1ObjectMeta { Name = "policy", Uid = $"uid-{suspend}", Generation = 1 },
        Spec = new BackupPolicySpec { Suspend = suspend, Target = new BackupTarget { Registry = "registry.example.com" } },
    };

    private static ImageBackup Backup() => new()
    {
        Metadata = new V1ObjectMeta { Name = "backup", Uid = "uid", Generation = 1 },
        Spec = new ImageBackupSpec
        {
            PolicyName = "policy",
            Source = "docker.io/library/nginx:1.27",
            Target = "registry.example.com/docker.io/library/nginx:1.27",
        },
    };

    private sealed class Replica(string name) : IMembership
    {
        public string Name => name;

        public MemberSet Members { get; private set; } = new([name]);

        public int Shares => 1;

        public void Are(string members) => Members = new(members.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        public IDisposable Subscribe(Action changed) => throw new NotSupportedException();

        public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => work(cancellationToken);
    }
}
