using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Tests.Backups.Access;

public sealed class AccessInspectorTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private AccessScene _scene = null!;

    public async Task InitializeAsync() => _scene = await AccessScene.StartAsync(cluster);

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Image_without_a_login_is_everybodys_by_one_HEAD()
    {
        var access = await _scene.AskAsync(AccessScene.Public, before: null, "a", "b");

        Assert.True(access.Everybody);
        Assert.NotNull(access.LastCheckTime);
        Assert.Equal("HEAD", Assert.Single(_scene.Source.Requests.All).Method);
    }

    [Fact]
    public async Task Private_image_is_given_to_the_namespace_whose_secret_reads_it_and_to_no_other()
    {
        await _scene.PullSecretAsync("a", "owner");
        await _scene.PullSecretAsync("b", "stranger");

        var access = await _scene.AskAsync(AccessScene.Private, before: null, "a", "b", "c");

        Assert.Null(access.Everybody);
        Assert.Equal(["a"], access.Namespaces);
        Assert.Equal(["b", "c"], access.Refused);
        Assert.NotNull(access.LastCheckTime);
    }

    [Fact]
    public async Task Secret_of_one_namespace_never_asks_for_another()
    {
        await _scene.PullSecretAsync("a", "owner");

        await _scene.AskAsync(AccessScene.Private, before: null, "b", "c");

        Assert.Empty(_scene.Users);
    }

    [Fact]
    public async Task Shared_secret_serves_the_namespaces_that_its_selector_names()
    {
        await _scene.PullSecretAsync("image-clone-system", "owner");

        var access = await _scene.AskAsync(
            AccessScene.Private,
            before: null,
            spec => spec.Sources.SecretRefs =
                [new() { Name = "pull", Namespaces = new() { MatchLabels = new Dictionary<string, string> { ["name"] = "a" } } }],
            "a",
            "b");

        Assert.Equal(["a"], access.Namespaces);
        Assert.Equal(["b"], access.Refused);
    }

    [Fact]
    public async Task Shared_secret_without_a_selector_makes_the_image_everybodys()
    {
        await _scene.PullSecretAsync("image-clone-system", "owner");

        var access = await _scene.AskAsync(
            AccessScene.Private, before: null, spec => spec.Sources.SecretRefs = [new() { Name = "pull" }], "a");

        Assert.True(access.Everybody);
    }

    [Fact]
    public async Task Right_that_is_withdrawn_ends_while_another_has_it()
    {
        await _scene.PullSecretAsync("a", "owner");
        await _scene.PullSecretAsync("b", "stranger");

        var access = await _scene.AskAsync(AccessScene.Private, new SourceAccess { Namespaces = ["a", "b"] }, "a", "b");

        Assert.Equal(["a"], access.Namespaces);
        Assert.Equal(["b"], access.Refused);
    }

    [Fact]
    public async Task Public_image_that_becomes_private_is_theirs_who_can_read_it()
    {
        await _scene.PullSecretAsync("a", "owner");

        var access = await _scene.AskAsync(AccessScene.Private, new SourceAccess { Everybody = true }, "a", "b");

        Assert.Null(access.Everybody);
        Assert.Equal(["a"], access.Namespaces);
        Assert.Equal(["b"], access.Refused);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Image_that_its_source_has_lost_stays_theirs_who_had_it(bool everybody)
    {
        await _scene.PullSecretAsync("a", "owner");
        var before = everybody ? new SourceAccess { Everybody = true } : new SourceAccess { Namespaces = ["a"] };

        var access = await _scene.AskAsync("secret/app:gone", before, "a");

        Assert.Equal(before.Everybody, access.Everybody);
        Assert.Equal(before.Namespaces, access.Namespaces);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Source_without_an_answer_changes_nothing_and_is_asked_again(int status)
    {
        await _scene.PullSecretAsync("a", "owner");
        _scene.Source.Faults.Add(new Fault { Effect = FaultEffect.Answer(status), Times = int.MaxValue });
        var before = new SourceAccess { Namespaces = ["a"], LastCheckTime = DateTimeOffset.UnixEpoch, AskedWith = "before" };

        var access = await _scene.AskAsync(AccessScene.Private, before, "a", "b");

        Assert.Equal(["a"], access.Namespaces);
        Assert.Null(access.Refused);
        Assert.Equal((before.LastCheckTime, before.AskedWith), (access.LastCheckTime, access.AskedWith));
    }
}
