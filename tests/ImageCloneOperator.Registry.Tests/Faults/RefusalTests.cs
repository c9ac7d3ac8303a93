using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Faults;

/// <summary>Registries that say no: for a moment, for long, or for good.</summary>
public sealed class RefusalTests
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(7, 20_000, "amd64", "arm64");

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Passing_errors_of_either_side_do_not_fail_the_copy(int status)
    {
        await using var pair = await StartAsync();
        foreach (var kind in new[] { RequestKind.Manifest, RequestKind.Blob })
            pair.FaultAtSource(kind, FaultEffect.Answer(status), times: 2);
        pair.FaultAtTarget(RequestKind.Upload, FaultEffect.Answer(status), "POST", times: 2);
        pair.FaultAtTarget(RequestKind.Upload, FaultEffect.Answer(status), "PUT", times: 2);
        pair.FaultAtTarget(RequestKind.Manifest, FaultEffect.Answer(status), "PUT", times: 2);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData(404, RegistryErrorKind.NotFound)]
    [InlineData(401, RegistryErrorKind.Unauthorized)]
    [InlineData(403, RegistryErrorKind.Denied)]
    [InlineData(500, RegistryErrorKind.Unreachable)]
    public async Task A_source_that_keeps_refusing_fails_as_what_it_is(int status, RegistryErrorKind kind)
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Blob, FaultEffect.Answer(status, "SOME_CODE"), times: int.MaxValue);

        var failure = await pair.CopyFailsAsync();

        Assert.Equal(kind, failure.Kind);
        Assert.Contains("SOME_CODE: a fault on demand", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{pair.Source.Host}/team/app", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", RequestKind.Upload, 403, RegistryErrorKind.Denied)]
    [InlineData("POST", RequestKind.Upload, 404, RegistryErrorKind.NotFound)]
    [InlineData("PUT", RequestKind.Upload, 413, RegistryErrorKind.Denied)]
    [InlineData("PUT", RequestKind.Upload, 500, RegistryErrorKind.Unreachable)]
    [InlineData("PUT", RequestKind.Manifest, 403, RegistryErrorKind.Denied)]
    [InlineData("PUT", RequestKind.Manifest, 500, RegistryErrorKind.Unreachable)]
    public async Task A_target_that_keeps_refusing_fails_as_what_it_is(string method, RequestKind what, int status, RegistryErrorKind kind)
    {
        await using var pair = await StartAsync();
        pair.FaultAtTarget(what, FaultEffect.Answer(status), method, times: int.MaxValue);

        Assert.Equal(kind, (await pair.CopyFailsAsync()).Kind);
    }

    [Fact]
    public async Task A_missing_image_is_not_found()
    {
        await using var pair = await DevPair.StartAsync();

        Assert.Equal(RegistryErrorKind.NotFound, (await pair.CopyFailsAsync()).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_After_is_waited_for_in_seconds_or_as_a_date(bool seconds)
    {
        await using var pair = await StartAsync();
        var since = TimeProvider.System.GetTimestamp();
        var after = seconds ? "1" : TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("R");
        pair.FaultAtSource(RequestKind.Manifest, FaultEffect.TooManyRequests(after), "GET");

        await pair.CopyAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(0.9));
        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task A_host_that_wants_hours_of_rest_is_left_alone_by_all_copies_for_some_minutes()
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Manifest, FaultEffect.TooManyRequests("7200"), "HEAD");

        var first = await pair.CopyFailsAsync();
        pair.Source.Requests.Clear();
        var second = await Assert.ThrowsAsync<RegistryException>(
            () => pair.Copies.CopyAsync($"{pair.Source.Host}/other/app:v1", pair.TargetImage));

        Assert.All([first, second], failure => Assert.Equal(RegistryErrorKind.RateLimited, failure.Kind));
        Assert.InRange(Wait(first), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(120));
        Assert.InRange(Wait(second), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.Empty(pair.Source.Requests.All);

        static TimeSpan Wait(RegistryException failure) => failure.RetryAt!.Value - TimeProvider.System.GetUtcNow();
    }

    [Fact]
    public async Task An_immutable_tag_with_other_content_stays_and_is_named_as_the_reason()
    {
        await using var pair = await StartAsync();
        await pair.CopyAsync();
        await pair.PushAsync(SampleManifest.MultiPlatform(8, 20_000, "amd64"));
        pair.Target.Quirks = new RegistryQuirks { ImmutableTags = 400 };

        Assert.Equal(RegistryErrorKind.TagImmutable, (await pair.CopyFailsAsync(Image)).Kind);
    }

    [Fact]
    public async Task An_immutable_tag_that_was_written_before_its_answer_got_lost_is_a_success()
    {
        await using var pair = await StartAsync();
        pair.Target.Quirks = new RegistryQuirks { ImmutableTags = 400 };
        pair.Target.Faults.Add(
            new Fault { Method = "PUT", Kind = RequestKind.Manifest, Reference = "v1", Effect = FaultEffect.LoseAnswer() });

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    private static async Task<DevPair> StartAsync()
    {
        var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        return pair;
    }
}
