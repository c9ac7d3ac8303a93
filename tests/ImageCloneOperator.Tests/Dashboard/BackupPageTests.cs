using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Dashboard;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;

namespace ImageCloneOperator.Tests.Dashboard;

public sealed class BackupPageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Backup_shows_its_conditions_users_digests_and_history()
    {
        var backup = Backup("production.nginx-1234", "docker.io/library/nginx:1.27");
        backup.Status.UsedBy = [new WorkloadReference { Kind = "Deployment", Namespace = "shop", Name = "web" }];
        backup.Status.UsedByCount = 25;
        backup.Status.PreviousDigests = ["sha256:earlier"];
        backup.Status.CompletionTime = Noon;
        backup.Status.LastCheckTime = Noon.AddHours(1);

        var html = Render(backup, "production.nginx-1234");

        Assert.Contains("<th scope=\"row\">SourceMoved</th>", html, StringComparison.Ordinal);
        Assert.Contains("it moved", html, StringComparison.Ordinal);
        Assert.Contains("<li>Deployment shop/web</li>", html, StringComparison.Ordinal);
        Assert.Contains("<li>and 24 more</li>", html, StringComparison.Ordinal);
        Assert.Contains("<code>sha256:earlier</code>", html, StringComparison.Ordinal);
        var (check, copy) = (html.IndexOf("2026-05-01 13:00:00 UTC", StringComparison.Ordinal), html.IndexOf(
            "the latest copy was complete", StringComparison.Ordinal));
        Assert.InRange(check, 1, copy);
        Assert.Contains("SourceMoved became True: Moved", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_that_is_gone_is_said_so()
    {
        var html = Render(Backup("other", "a"), "gone<b>");

        Assert.Contains("There is no ImageBackup gone&lt;b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_others_wrote_becomes_markup()
    {
        const string attack = "</td><script>alert(1)</script>\" onload='x'";
        var backup = Backup(attack, attack, attack);
        backup.Spec.PolicyName = attack;
        backup.Status.Size = attack;
        backup.Status.Platforms = [attack];
        backup.Status.Progress = new BackupProgress { Percent = attack };
        backup.Status.UsedBy = [new WorkloadReference { Kind = attack, Namespace = attack, Name = attack }];
        backup.Status.Source = new SourceState { Digest = attack };
        backup.Status.Target = new TargetState { Digest = attack };
        backup.Status.PreviousDigests = [attack];
        backup.Status.RunningDigests = [new RunningDigest { Digest = attack }];

        var html = Render(backup, attack);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onload='", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onload", BackupPage.Address(backup), StringComparison.Ordinal);
    }

    private static string Render(ImageBackup backup, string name)
    {
        var page = new BackupPage(name);
        var view = new ClusterView([], [backup], null);
        return page.Around(page.Parts(view), view).Text;
    }

    private static ImageBackup Backup(string name, string source, string text = "it moved") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, CreationTimestamp = Noon.UtcDateTime },
        Spec = new ImageBackupSpec { PolicyName = "production", Source = source, Target = $"registry.example.com/{source}" },
        Status = new ImageBackupStatus
        {
            Conditions =
            [
                new Condition { Type = ConditionTypes.Ready, Status = "True", Reason = ConditionReasons.Copied, LastTransitionTime = Noon },
                new Condition
                {
                    Type = ConditionTypes.SourceMoved,
                    Status = "True",
                    Reason = "Moved",
                    Message = text,
                    LastTransitionTime = Noon,
                },
            ],
        },
    };
}
