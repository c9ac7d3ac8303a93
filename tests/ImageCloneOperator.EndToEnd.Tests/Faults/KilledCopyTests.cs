using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>The operator is killed at random moments while it copies a fleet.</summary>
public sealed class KilledCopyTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private const int Images = 30;
    private const int Seed = 1;

    [Fact]
    public async Task Fleet_is_copied_and_no_finished_blob_is_sent_again()
    {
        var scene = await world.SceneAsync();
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Images; i++)
        {
            var repository = $"{scene.Name}-{i}";
            digests[repository] = (await world.PushAsync(repository, "1.0")).Digest;
        }

        await scene.ApplyPolicyAsync("catalog: {enabled: false}");
        await world.Kubectl.ApplyAsync(scene.Deployment("fleet", digests.Keys.Select(repository => scene.Image(repository, "1.0"))));

        var kills = await world.KillAgainAndAgainAsync(
            new Random(Seed), longest: 40, () => Task.FromResult(digests.Keys.All(repository => world.HasTag(scene.CopyOf(repository)))));
        await using var last = await world.StartOperatorAsync("--leader-elect", "false");
        await scene.PolicyBecomesAsync("AllImagesBackedUp");

        Assert.InRange(kills, 10, 20);
        await Assert.AllAsync(digests, async image => Assert.Equal(image.Value, await DigestAsync(scene.CopyOf(image.Key))));
        var tags = world.Target.Requests.Where("PUT", RequestKind.Manifest).Where(request => request.Status == 201).ToList();
        Assert.All(tags, request => Assert.Equal("1.0", request.Reference));
        Assert.Empty(SentTwice());
    }

    /// <summary>Blobs that the target has taken whole, and taken again.</summary>
    private IEnumerable<string> SentTwice() => world.Target.Requests.Where(kind: RequestKind.Upload)
        .Where(request => request.Status == 201 && request.Query.Contains("digest=", StringComparison.Ordinal))
        .GroupBy(request => request.Repository + request.Query[request.Query.IndexOf("digest=", StringComparison.Ordinal)..])
        .Where(blob => blob.Count() > 1)
        .Select(blob => blob.Key);

    private async Task<string?> DigestAsync(string repository)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(world.Target.Address, $"v2/{repository}/manifests/1.0"));
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode ? answer.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }
}
