using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Observability;

public sealed partial class DashboardTests : SceneTests
{
    [Fact]
    public async Task Dashboard_shows_a_backup_and_lets_the_browser_run_nothing_but_its_own_script()
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
        Assert.StartsWith(
            $"default-src 'none'; style-src {HashOf(Style().Match(page))}; script-src {HashOf(Script().Match(page))}; connect-src 'self';",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_page_is_told_of_a_backup_that_is_made_after_it_was_loaded()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(World.Operator.Address, $"/?policy={Scene.Name}"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var updates = new StreamReader(await answer.Content.ReadAsStreamAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await SeeAsync("0 found");

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await SeeAsync(Scene.Image(Scene.Name, "1.0"));
        await SeeAsync("<span class=\"state Ready\">Copied</span>");

        async Task SeeAsync(string text)
        {
            while (await updates.ReadLineAsync(limit.Token) is { } line)
                if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal)) return;
            Assert.Fail($"The updates ended before {text}.");
        }
    }

    private static string HashOf(Match text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text.Groups["text"].Value)))}'";

    [GeneratedRegex("<script>(?<text>[^<]*)</script>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(?<text>[^<]*)</style>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Style();
}
