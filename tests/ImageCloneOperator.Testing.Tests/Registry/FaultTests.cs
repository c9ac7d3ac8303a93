using System.Net;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry;

public sealed class FaultTests
{
    [Theory]
    [InlineData(401, "UNAUTHORIZED")]
    [InlineData(403, "DENIED")]
    [InlineData(404, "BLOB_UNKNOWN")]
    [InlineData(503, "UNAVAILABLE")]
    public async Task A_fault_strikes_as_often_as_it_should_and_only_where_it_should(int status, string code)
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync([1]);
        await registry.PushBlobAsync([1], "team/other");
        var fault = registry.Server.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Repository = Repository,
            Reference = digest,
            After = 1,
            Times = 2,
            Effect = FaultEffect.Answer(status, code),
        });

        var path = $"/v2/{Repository}/blobs/{digest}";
        Assert.Equal([200, status, status, 200], await StatusesAsync(registry, path, path, path, path));
        Assert.Equal(2, fault.Hits);
        Assert.Equal([200], await StatusesAsync(registry, $"/v2/team/other/blobs/{digest}"));
    }

    [Fact]
    public async Task Too_many_requests_say_when_to_come_back()
    {
        await using var registry = await StartAsync();
        registry.Server.Faults.Add(new Fault { Kind = RequestKind.Ping, Effect = FaultEffect.TooManyRequests("7") });
        using var response = await registry.GetAsync("/v2/");

        await AssertErrorAsync(response, HttpStatusCode.TooManyRequests, "TOOMANYREQUESTS");
        Assert.Equal("7", Header(response, "Retry-After"));
    }

    [Fact]
    public async Task An_answer_is_lost_after_the_request_is_carried_out()
    {
        await using var registry = await StartAsync();
        byte[] bytes = [1, 2, 3];
        var location = WithDigest(await registry.StartUploadAsync(), DigestOf(bytes));
        registry.Server.Faults.Add(new Fault { Method = "PUT", Kind = RequestKind.Upload, Effect = FaultEffect.LoseAnswer() });

        await Assert.ThrowsAsync<HttpRequestException>(() => registry.SendAsync("PUT", location, bytes));
        Assert.Equal(bytes, await registry.ReadBlobAsync(DigestOf(bytes)));
    }

    [Fact]
    public async Task An_error_may_follow_what_was_carried_out()
    {
        await using var registry = await StartAsync();
        byte[] bytes = [1, 2, 3];
        var location = WithDigest(await registry.StartUploadAsync(), DigestOf(bytes));
        registry.Server.Faults.Add(new Fault { Method = "PUT", Effect = FaultEffect.Answer(502) with { AfterCommit = true } });
        using var response = await registry.SendAsync("PUT", location, bytes);

        await AssertErrorAsync(response, HttpStatusCode.BadGateway, "UNKNOWN");
        Assert.Null(Header(response, "Location"));
        Assert.Equal(bytes, await registry.ReadBlobAsync(DigestOf(bytes)));
    }

    [Fact]
    public async Task Headers_are_replaced_and_left_out()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync([1, 2, 3]);
        registry.Server.Faults.Add(new Fault
        {
            Method = "HEAD",
            Effect = new FaultEffect().With("Docker-Content-Digest", DigestOf([9])).Without("Content-Length", "ETag"),
        });
        using var head = await registry.HeadAsync($"/v2/{Repository}/blobs/{digest}");

        Assert.Equal(DigestOf([9]), Header(head, "Docker-Content-Digest"));
        Assert.Null(Header(head, "ETag"));
        Assert.Null(head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task One_bit_of_a_download_is_flipped()
    {
        await using var registry = await StartAsync();
        var bytes = Bytes(400_000);
        var digest = await registry.PushBlobAsync(bytes);
        registry.Server.Faults.Add(new Fault { Method = "GET", Effect = new FaultEffect { FlipBitAt = 300_000 } });
        var damaged = await registry.ReadBlobAsync(digest);

        Assert.Equal([300_000], Enumerable.Range(0, bytes.Length).Where(i => damaged[i] != bytes[i]));
        Assert.Equal(bytes, await registry.ReadBlobAsync(digest));
    }

    [Fact]
    public async Task The_log_names_what_came_and_what_it_cost()
    {
        await using var registry = await StartAsync();
        var digest = await registry.PushBlobAsync(Bytes(1000));
        registry.Server.Requests.Clear();
        using var response = await registry.GetAsync(
            $"/v2/{Repository}/blobs/{digest}", ("Authorization", "Basic YTpi"), ("Range", "bytes=10-19"));
        await response.Content.ReadAsByteArrayAsync();

        var record = Assert.Single(registry.Server.Requests.All);
        Assert.Equal(("GET", RequestKind.Blob, Repository, digest), (record.Method, record.Kind, record.Repository, record.Reference));
        Assert.Equal((206, 10, "Basic", "bytes=10-19"), (record.Status, record.BytesOut, record.AuthorizationScheme, record.Range));
    }

    [Fact]
    public async Task Samples_put_into_the_storage_meet_no_fault_and_no_log()
    {
        await using var registry = await StartAsync();
        registry.Server.Faults.Add(new Fault { Times = int.MaxValue, Effect = FaultEffect.Answer(500) });
        await new SampleRepository(registry.Server.Samples, Repository).ImageAsync(new SampleImage(new SampleLayer("a", 10)), "v1");

        Assert.Empty(registry.Server.Requests.All);
    }

    private static async Task<List<int>> StatusesAsync(TestRegistry registry, params string[] paths)
    {
        var statuses = new List<int>();
        foreach (var path in paths)
        {
            using var response = await registry.GetAsync(path);
            statuses.Add((int)response.StatusCode);
        }
        return statuses;
    }
}
