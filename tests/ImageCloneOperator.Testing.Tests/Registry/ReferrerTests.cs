using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class ReferrerTests
{
    [Fact]
    public async Task Referrers_are_listed_with_their_type_and_annotations()
    {
        await using var registry = await StartAsync();
        var repository = new SampleRepository(registry.Server.Samples, Repository);
        var image = await repository.ImageAsync(new SampleImage(new SampleLayer("base", 10)), "v1");
        var sbom = await repository.ArtifactAsync("application/spdx+json", "sbom", image);
        await repository.ArtifactAsync("application/spdx+json", "of another", await repository.IndexAsync([], "v2"));
        using var response = await registry.GetAsync($"/v2/{Repository}/referrers/{image.Digest}");

        Assert.Equal(SampleMediaTypes.OciIndex, Header(response, "Content-Type"));
        var entry = Assert.Single((await ManifestsOf(response)))!;
        Assert.Equal(sbom.Digest, (string?)entry["digest"]);
        Assert.Equal(sbom.Size, (int?)entry["size"]);
        Assert.Equal("application/spdx+json", (string?)entry["artifactType"]);
        Assert.NotNull(entry["annotations"]!["org.opencontainers.image.created"]);
    }

    [Fact]
    public async Task A_filter_is_applied_and_said_so()
    {
        await using var registry = await StartAsync();
        var repository = new SampleRepository(registry.Server.Samples, Repository);
        var image = await repository.IndexAsync([], "v1");
        await repository.ArtifactAsync("application/spdx+json", "sbom", image);
        await repository.ArtifactAsync("application/signature", "sig", image);
        using var response = await registry.GetAsync($"/v2/{Repository}/referrers/{image.Digest}?artifactType=application/signature");

        Assert.Equal("artifactType", Header(response, "OCI-Filters-Applied"));
        Assert.Equal("application/signature", (string?)Assert.Single(await ManifestsOf(response))!["artifactType"]);
    }

    [Fact]
    public async Task Long_lists_come_in_pages_that_link_on()
    {
        await using var registry = await StartAsync(new RegistryQuirks { PageSize = 2 });
        var repository = new SampleRepository(registry.Server.Samples, Repository);
        var image = await repository.IndexAsync([], "v1");
        for (var i = 0; i < 5; i++)
            await repository.ArtifactAsync("a/b", $"{i}", image);

        var seen = new HashSet<string>();
        var next = $"/v2/{Repository}/referrers/{image.Digest}?artifactType=a/b";
        while (next is not null)
        {
            using var response = await registry.GetAsync(next);
            Assert.All(await ManifestsOf(response), entry => Assert.True(seen.Add((string)entry!["digest"]!)));
            next = Header(response, "Link")?.Split('<', '>')[1];
        }
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task Pushing_a_subject_is_confirmed_though_the_subject_is_missing()
    {
        await using var registry = await StartAsync();
        var subject = DigestOf([1]);
        var json = IndexOf(subject);
        using var put = await registry.PutManifestAsync(DigestOf(Encoding.UTF8.GetBytes(json)), json, SampleMediaTypes.OciIndex);

        Assert.Equal(subject, Header(put, "OCI-Subject"));
        using var response = await registry.GetAsync($"/v2/{Repository}/referrers/{subject}");
        Assert.Single(await ManifestsOf(response));
    }

    [Fact]
    public async Task Manifest_without_referrers_has_an_empty_list()
    {
        await using var registry = await StartAsync();
        using var response = await registry.GetAsync($"/v2/{Repository}/referrers/{DigestOf([1])}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await ManifestsOf(response));
    }

    [Fact]
    public async Task A_registry_without_the_API_neither_lists_nor_confirms()
    {
        await using var registry = await StartAsync(new RegistryQuirks { NoReferrers = true });
        var subject = DigestOf([1]);
        var json = IndexOf(subject);
        using var put = await registry.PutManifestAsync("v1", json, SampleMediaTypes.OciIndex);
        using var response = await registry.GetAsync($"/v2/{Repository}/referrers/{subject}");

        Assert.Null(Header(put, "OCI-Subject"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string IndexOf(string subject) => new JsonObject
    {
        ["schemaVersion"] = 2,
        ["manifests"] = new JsonArray(),
        ["subject"] = new JsonObject { ["mediaType"] = SampleMediaTypes.OciManifest, ["digest"] = subject, ["size"] = 1 },
    }.ToJsonString();

    private static async Task<JsonArray> ManifestsOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["manifests"]!.AsArray();
}
