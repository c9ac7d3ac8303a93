using System.Text.RegularExpressions;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Dashboard;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;

namespace ImageCloneOperator.Tests.Dashboard;

public sealed class OverviewPageTests
{
    [Fact]
    public void A_policy_shows_its_target_its_counts_and_how_it_stands()
    {
        var policy = new BackupPolicy
        {
            Metadata = new V1ObjectMeta { Name = "production" },
            Spec = new BackupPolicySpec { Target = new BackupTarget { Registry = "registry.example.com", RepositoryPrefix = "backups" } },
            Status = new BackupPolicyStatus
            {
                Images = new ImageCounts { Total = 14, Ready = 12 },
                Bytes = 3 * 1024 * 1024,
                Conditions =
                [
                    Condition(ConditionTypes.Ready, "False", ConditionReasons.Progressing, "12 of 14 images are backed up"),
                    Condition(ConditionTypes.Reconciling, "True", "", ""),
                ],
            },
        };

        var html = Render([policy], []);

        Assert.Contains("registry.example.com/backups", html, StringComparison.Ordinal);
        Assert.Contains("<progress value=\"12\" max=\"14\"></progress> 12/14", html, StringComparison.Ordinal);
        Assert.Contains("3.0 MiB", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state Reconciling\">Progressing</span>", html, StringComparison.Ordinal);
        Assert.Contains("12 of 14 images are backed up", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_shows_its_copy_its_progress_its_size_and_its_users()
    {
        var backup = Backup("docker.io/library/nginx:1.27", "True", ConditionReasons.Copied);
        backup.Status.Size = "131 MiB";
        backup.Status.Progress = new BackupProgress { Percent = "100%", BytesDone = 5, BytesTotal = 5 };
        backup.Status.UsedBy = [.. Enumerable.Range(0, 5)
            .Select(i => new WorkloadReference { Kind = "Deployment", Namespace = "shop", Name = $"web-{i}" })];
        backup.Status.UsedByCount = 25;

        var html = Render([], [backup]);

        Assert.Contains("registry.example.com/docker.io/library/nginx:1.27", html, StringComparison.Ordinal);
        Assert.Contains("<progress value=\"5\" max=\"5\"></progress> 100%", html, StringComparison.Ordinal);
        Assert.Contains("131 MiB", html, StringComparison.Ordinal);
        Assert.Contains("Deployment shop/web-2</div><div>and 22 more</div>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("web-3", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Backups_that_need_people_come_first()
    {
        var ready = Backup("docker.io/a:1", "True", ConditionReasons.Copied);
        var missing = Backup("docker.io/z:1", "False", ConditionReasons.SourceNotFound, Condition(ConditionTypes.Stalled, "True", "", ""));

        var html = Render([], [ready, missing]);

        Assert.True(html.IndexOf("docker.io/z:1", StringComparison.Ordinal) < html.IndexOf("docker.io/a:1", StringComparison.Ordinal));
        Assert.Contains("<b>1</b> need attention", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_without_a_copy_come_before_all_else_and_those_left_out_by_choice_are_folded()
    {
        var html = Render(
            [], [], unprotected: [Unprotected("docker.io/a:1", "Excluded", isChosen: true), Unprotected("docker.io/z:1", "NoPolicy")]);

        Assert.Contains("<b>1</b> without a Ready copy", html, StringComparison.Ordinal);
        Assert.Contains("<summary>1 more are left out", html, StringComparison.Ordinal);
        string[] order = ["docker.io/z:1", "<details>", "docker.io/a:1", "</details>", "<h2>Policies</h2>"];
        var places = order.Select(text => html.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.All(places, place => Assert.True(place >= 0));
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_source_that_is_gone_is_counted_and_comes_before_what_is_well()
    {
        var gone = Backup(
            "docker.io/z:1", "True", ConditionReasons.Copied, Condition(ConditionTypes.SourceAvailable, "False", "", "cannot be pulled"));
        var well = Backup(
            "docker.io/a:1", "True", ConditionReasons.Copied, Condition(ConditionTypes.SourceAvailable, "True", "", "can be pulled"));

        var html = Render([], [well, gone]);

        Assert.True(html.IndexOf("docker.io/z:1", StringComparison.Ordinal) < html.IndexOf("docker.io/a:1", StringComparison.Ordinal));
        Assert.Contains("<b>1</b> have lost their source", html, StringComparison.Ordinal);
        Assert.Contains("cannot be pulled", html, StringComparison.Ordinal);
        Assert.DoesNotContain("can be pulled", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_others_wrote_becomes_markup()
    {
        const string attack = "</td><script>alert(1)</script>\" onload='x'";
        var backup = Backup(attack, "False", attack);
        backup.Status.Size = attack;
        backup.Status.Progress = new BackupProgress { Percent = attack };
        backup.Status.UsedBy = [new WorkloadReference { Kind = attack, Namespace = attack, Name = attack }];
        var policy = new BackupPolicy
        {
            Metadata = new V1ObjectMeta { Name = attack },
            Spec = new BackupPolicySpec { Target = new BackupTarget { Registry = attack, RepositoryPrefix = attack } },
        };

        var html = new PageLayout(attack).Around(
            attack, new Html(Render([policy], [backup], new BackupQuery { Policy = attack, Text = attack }, Unprotected(attack, "NoPolicy"))))
            .Text;

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onload='", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_backups_are_shown_page_by_page()
    {
        var backups = Enumerable.Range(0, 5_000)
            .Select(i => Backup($"docker.io/library/i{i:D4}:1", "True", ConditionReasons.Copied))
            .ToList();

        var html = Render([], backups, new BackupQuery { Page = 2 });

        Assert.Equal(100, Regex.Count(html, "<tr id=\"backup\\."));
        Assert.Contains("docker.io/library/i0100:1", html, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.io/library/i0099:1", html, StringComparison.Ordinal);
        Assert.Contains("<b>5000</b> of 5000 backed up", html, StringComparison.Ordinal);
        Assert.Contains("page 2 of 50", html, StringComparison.Ordinal);
        Assert.Contains("<a rel=\"previous\" href=\"/\">", html, StringComparison.Ordinal);
        Assert.Contains("<a rel=\"next\" href=\"/?page=3\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chosen_filter_stays_chosen_and_sorting_keeps_it()
    {
        var query = new BackupQuery { Policy = "gone", State = BackupFilter.Underway, Text = "a&b \"c\"", Order = BackupOrder.Size };

        var html = Render([], [], query);

        Assert.Contains("<option value=\"gone\" selected>gone</option>", html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"underway\" selected>on their way</option>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"a&amp;b &quot;c&quot;\"", html, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"sort\" value=\"size\">", html, StringComparison.Ordinal);
        Assert.Contains(
            "<th aria-sort=\"ascending\"><a href=\"/?policy=gone&amp;state=underway&amp;q=a%26b%20%22c%22&amp;sort=-size\">Size</a></th>",
            html,
            StringComparison.Ordinal);
    }

    private static string Render(
        IReadOnlyList<BackupPolicy> policies,
        IReadOnlyList<ImageBackup> backups,
        BackupQuery? query = null,
        params IReadOnlyList<UnprotectedImage> unprotected)
    {
        var page = new OverviewPage(query ?? new BackupQuery());
        var view = new ClusterView(policies, backups, unprotected);
        return page.Around(page.Parts(view), view).Text;
    }

    private static UnprotectedImage Unprotected(string image, string reason, bool isChosen = false) => new(
        image, reason, $"why {image} is not", isChosen, new Dictionary<string, string>(StringComparer.Ordinal), [new(
            WorkloadTypes.Pod, "shop", image)]);

    private static ImageBackup Backup(string source, string ready, string reason, params IEnumerable<Condition> more) => new()
    {
        Metadata = new V1ObjectMeta { Name = "backup" },
        Spec = new ImageBackupSpec { Source = source, Target = $"registry.example.com/{source}" },
        Status = new ImageBackupStatus { Conditions = [Condition(ConditionTypes.Ready, ready, reason, reason), .. more] },
    };

    private static Condition Condition(string type, string status, string reason, string message) =>
        new() { Type = type, Status = status, Reason = reason, Message = message };
}
