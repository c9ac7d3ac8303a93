using System.Net;
using System.Text.RegularExpressions;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>What pods reach of the operator shows nobody's images, and foreign registries do not write in its name.</summary>
public sealed partial class VisibilityTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    [Fact]
    public async Task Dashboard_is_served_at_its_own_address_alone_and_nothing_else_is_there()
    {
        await using var @operator = await world.StartOperatorAsync("--dashboard-bind-address", "127.0.0.2:0");
        var dashboard = new Uri(Listening().Match(@operator.Log).Value);

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(@operator.Address)).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(new Uri(@operator.Address, "metrics"))).Status);
        Assert.Equal((HttpStatusCode.OK, "text/html"), await GetAsync(dashboard));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(new Uri(dashboard, "metrics"))).Status);
    }

    [Fact]
    public async Task Empty_address_turns_the_dashboard_off()
    {
        await using var @operator = await world.StartOperatorAsync("--dashboard-bind-address", "");

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(@operator.Address)).Status);
    }

    [Fact]
    public async Task Foreign_registry_gets_200_characters_of_conditions_and_events()
    {
        await using var @operator = await world.StartOperatorAsync();
        await using var scene = await world.SceneAsync();
        await world.PushAsync(scene.Name, "1.0");
        var image = scene.Image(scene.Name, "1.0");
        world.Source.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(403, new string('§', 2000)),
        });
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", image));

        var backup = await scene.BackupBecomesAsync(image, "Unauthorized");
        var note = await scene.EventAsync("Unauthorized", (string)backup["metadata"]!["name"]!, "default");

        Assert.InRange(Scene.Message(backup).Count(c => c == '§'), 100, 200);
        Assert.InRange(note.Count(c => c == '§'), 100, 200);
    }

    private static async Task<(HttpStatusCode Status, string? Type)> GetAsync(Uri address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(address);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }

    [GeneratedRegex(@"http://127\.0\.0\.2:[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
