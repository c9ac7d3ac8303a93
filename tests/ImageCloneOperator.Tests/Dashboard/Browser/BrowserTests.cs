using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Conditions;
using k8s.Models;
using Microsoft.Playwright;

namespace ImageCloneOperator.Tests.Dashboard.Browser;

/// <summary>The dashboard as people have it before them.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Backups = 5_000;

    private const string Attack = "</td><img src=x onerror=alert(1)><script>alert(2)</script>\" autofocus onfocus=\"alert(3)";

    /// <summary>WCAG 2.2, 1.4.3: of text that is not large.</summary>
    private const double LeastContrast = 4.5;

    [ChromiumTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Five_thousand_backups_are_filtered_sorted_and_looked_at_with_and_without_script(bool javaScript)
    {
        await using var host = await StartAsync();
        var page = await chromium.OpenAsync(host.Address, new() { JavaScriptEnabled = javaScript });
        await Expect(page.Locator("#pages")).ToContainTextAsync("5000 found");
        await page.Locator("[rel=next]").ClickAsync();
        await Expect(page.Locator("#pages")).ToContainTextAsync("page 2 of 50");

        await page.GetByLabel("Image or user").FillAsync("team-7 image-427:");
        await page.GetByText("Show", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("#pages")).ToContainTextAsync("1 found");
        await Expect(page.Locator("#backups tr")).ToContainTextAsync("docker.io/team-7/image-427:1");

        await page.GotoAsync(new Uri(host.Address, "/?state=ready&q=team-7").ToString());
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Size" }).GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Size" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("#backups tr").First).ToContainTextAsync("docker.io/team-7/image-4997:1");

        await page.GetByRole(AriaRole.Link, new() { Name = "docker.io/team-7/image-4997:1" }).ClickAsync();
        await Expect(page.Locator("#summary")).ToContainTextAsync("docker.io/team-7/image-4997:1");
        await Expect(page.Locator("#conditions")).ToContainTextAsync("Copied");
    }

    [ChromiumTheory]
    [InlineData("")]
    [InlineData("/backups/backup-0")]
    public async Task Open_page_follows_a_copy_without_reloading(string path)
    {
        await using var host = await StartAsync();
        var page = await chromium.OpenAsync(new Uri(host.Address, $"{path}?q=image-0"));
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");
        await page.EvaluateAsync("() => { window.isSame = true; document.querySelector('main a').focus(); }");
        await Expect(page.Locator("main")).ToContainTextAsync("0%");

        host.Backups.Set([Backup(0, "False", "Copying", percent: 42), .. host.Backups.List().Skip(1)]);

        await Expect(page.Locator("main")).ToContainTextAsync("42%");
        Assert.True(await page.EvaluateAsync<bool>("() => window.isSame === true"));
    }

    [ChromiumTheory]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    [InlineData(ColorScheme.Light, 1400)]
    [InlineData(ColorScheme.Dark, 1400)]
    public async Task Pages_fit_phones_and_desks_and_can_be_read_in_light_and_dark(ColorScheme scheme, int width)
    {
        await using var host = await StartAsync();
        foreach (var path in new[] { "/?sort=-state", "/", "/backups/backup-7" })
        {
            var page = await chromium.OpenAsync(
                new Uri(host.Address, path), new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
            Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            Assert.InRange(await page.EvaluateAsync<double>(Contrast), LeastContrast, 21);
            await ShootAsync(page, $"{scheme}-{width}-{path.Length}");
        }
    }

    [ChromiumTheory]
    [InlineData("/")]
    [InlineData("/backups/evil")]
    public async Task Names_and_messages_of_others_stay_text(string path)
    {
        await using var host = await StartAsync();
        var backup = Backup(0, "False", Attack);
        (backup.Metadata.Name, backup.Spec.Source, backup.Status.Size) = ("evil", Attack, Attack);
        host.Backups.Set([backup]);
        host.Policies.Set([Policy(Attack)]);
        var page = await chromium.OpenAsync(new Uri(host.Address, path));
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.Dialog += (_, dialog) => complaints.Add(dialog.Message);
        await page.ReloadAsync();
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");

        // As an update as well, which the script puts into the page.
        backup.Status.Platforms = [Attack];
        backup.Status.SizeBytes = 77;
        backup.Status.Progress = new BackupProgress { Percent = Attack + "again" };
        host.Backups.Set([backup]);

        await Expect(page.Locator("main")).ToContainTextAsync(Attack + "again");
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Empty(complaints);
    }

    /// <summary>The least contrast of any text with what is behind it.</summary>
    private const string Contrast = """
        () => {
          const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = (color) => {
            context.clearRect(0, 0, 1, 1);
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
            return [...context.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
          };
          const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
          const behind = (element) => element === null ? [1, 1, 1, 1] : over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement));
          const light = (color) => color.slice(0, 3)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
          const contrast = (element) => {
            const [a, b] = [light(over(rgba(getComputedStyle(element).color), behind(element))), light(behind(element))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          };
          const texts = [...document.querySelectorAll("body *")].filter((element) =>
            element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ""));
          return Math.min(...texts.map(contrast));
        }
        """;

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>Leaves pictures for people where SCREENSHOTS names a folder.</summary>
    private static Task ShootAsync(IPage page, string name) => Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder
        ? page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") })
        : Task.CompletedTask;

    private static async Task<DashboardHost> StartAsync()
    {
        var host = await DashboardHost.StartAsync();
        host.Policies.Set([Policy("production")]);
        host.Backups.Set([.. Enumerable.Range(0, Backups).Select(i => (i % 1000) switch
        {
            0 => Backup(i, "False", ConditionReasons.Copying),
            7 => Backup(i, "False", ConditionReasons.SourceNotFound, stalled: true),
            _ => Backup(i, "True", ConditionReasons.Copied, percent: 100),
        })]);
        return host;
    }

    private static BackupPolicy Policy(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new BackupPolicySpec { Target = new BackupTarget { Registry = "registry.example.com", RepositoryPrefix = "backups/prod" } },
        Status = new BackupPolicyStatus { Images = new ImageCounts { Total = Backups, Ready = Backups - 10 } },
    };

    private static ImageBackup Backup(int i, string ready, string reason, int percent = 0, bool stalled = false)
    {
        var source = $"docker.io/team-{i % 10}/image-{i}:1";
        var also = stalled ? ConditionTypes.Stalled : ready == "True" ? ConditionTypes.SourceAvailable : ConditionTypes.Reconciling;
        return new()
        {
            Metadata = new V1ObjectMeta { Name = $"backup-{i}" },
            Spec = new ImageBackupSpec
            {
                PolicyName = "production",
                Source = source,
                Target = $"registry.example.com/backups/prod/{source}",
            },
            Status = new ImageBackupStatus
            {
                Size = $"{i} MiB",
                SizeBytes = i * 1024L * 1024,
                Target = new TargetState { Digest = $"sha256:{new string('a', 64)}" },
                Progress = new BackupProgress { Percent = $"{percent}%", BytesDone = percent, BytesTotal = 100 },
                UsedBy = [new WorkloadReference { Kind = "Deployment", Namespace = $"team-{i % 10}", Name = $"web-{i}" }],
                UsedByCount = 1,
                Conditions =
                [
                    new Condition { Type = ConditionTypes.Ready, Status = ready, Reason = reason, Message = $"{reason} {i}" },
                    new Condition { Type = also, Status = "True", Reason = reason },
                ],
            },
        };
    }
}
