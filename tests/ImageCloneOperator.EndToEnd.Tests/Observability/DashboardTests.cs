using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Observability;

public sealed partial class DashboardTests : SceneTests
{
    [Fact]
    public async Task The_dashboard_shows_a_backup_and_lets_the_browser_run_and_load_nothing()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        var backup = await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));

        using var http = new HttpClient();
        using var answer = await http.GetAsync(World.Operator.Address);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(Scene.Image(Scene.Name, "1.0"), page, StringComparison.Ordinal);
        Assert.Contains((string)backup["spec"]!["target"]!, page, StringComparison.Ordinal);
        Assert.Contains($"Deployment {Scene.Name}/web", page, StringComparison.Ordinal);
        var style = Style().Match(page).Groups["css"].Value;
        var allowed = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.StartsWith(
            $"default-src 'none'; style-src 'sha256-{allowed}';",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [GeneratedRegex("<style>(?<css>[^<]*)</style>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Style();
}
