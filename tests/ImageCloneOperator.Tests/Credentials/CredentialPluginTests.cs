using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials;

namespace ImageCloneOperator.Tests.Credentials;

public sealed class CredentialPluginTests : IDisposable
{
    private readonly PluginFolder _plugin = new();

    public void Dispose() => _plugin.Dispose();

    [Fact]
    public async Task A_plugin_is_asked_with_its_arguments_its_environment_and_the_image()
    {
        _plugin.Answering("*.example.com").Load(", args: [get], env: [{name: WHO, value: -me}]");

        Assert.Equal(["get-me:p1"], await _plugin.PasswordsAsync("a.example.com/team/app:1.2"));
        Assert.Equal(
            """{"apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"a.example.com/team/app","kind":"CredentialProviderRequest"}""",
            await File.ReadAllTextAsync(_plugin.Of("request")));
    }

    [Theory]
    [InlineData("'*.example.com'", "a.example.com/app", 1)]
    [InlineData("'*.example.com'", "a.b.example.com/app", 0)]
    [InlineData("'*.example.com'", "a.example.com:5000/app", 0)]
    [InlineData("'*.example.com:5000'", "a.example.com:5000/app", 1)]
    [InlineData("'a.example.com/team'", "a.example.com/team/app", 1)]
    [InlineData("'a.example.com/team'", "a.example.com/other/app", 0)]
    [InlineData("'*.dkr.ecr.*.amazonaws.com'", "1.dkr.ecr.eu-west-1.amazonaws.com/app", 1)]
    [InlineData("docker.io", "nginx", 1)]
    public async Task Plugin_runs_only_for_images_that_it_matches(string matchImages, string image, int runs)
    {
        _plugin.Answering("unused.io").Load(matchImages: matchImages);

        await _plugin.PasswordsAsync(image);

        Assert.Equal(runs, _plugin.Runs);
    }

    [Theory]
    [InlineData("Image", 3)]
    [InlineData("Registry", 2)]
    [InlineData("Global", 1)]
    public async Task Its_answer_serves_for_as_much_as_it_says(string cacheKeyType, int runs)
    {
        _plugin.Answering("*.example.com", cacheKeyType).Load();

        foreach (var image in new[] { "a.example.com/x:1", "a.example.com/x:2", "a.example.com/y", "b.example.com/x" })
            Assert.Single(await _plugin.PasswordsAsync(image));

        Assert.Equal(runs, _plugin.Runs);
    }

    [Theory]
    [InlineData(null, 3600)]
    [InlineData("10m0s", 600)]
    public async Task Its_answer_serves_as_long_as_it_says(string? cacheDuration, int seconds)
    {
        _plugin.Answering("*.example.com", cacheDuration: cacheDuration).Load();

        Assert.Equal(["u:p1"], await _plugin.PasswordsAsync("a.example.com/x"));
        _plugin.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(["u:p1"], await _plugin.PasswordsAsync("a.example.com/x"));
        _plugin.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["u:p2"], await _plugin.PasswordsAsync("a.example.com/x"));
    }

    [Fact]
    public async Task An_answer_for_no_time_is_not_kept()
    {
        _plugin.Answering("*.example.com", cacheDuration: "0s").Load();

        await _plugin.PasswordsAsync("a.example.com/x");

        Assert.Equal(["u:p2"], await _plugin.PasswordsAsync("a.example.com/x"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_run_it_once()
    {
        _plugin.Answering("*.example.com").Load();

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _plugin.PasswordsAsync($"a.example.com/x{i}")));

        Assert.All(found, passwords => Assert.Equal(["u:p1"], passwords));
        Assert.Equal(1, _plugin.Runs);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("echo secret")]
    [InlineData(
        """echo '{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1beta1","cacheKeyType":"Image"}'""")]
    [InlineData(
        """echo '{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","cacheKeyType":"All"}'""")]
    [InlineData("""echo '{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","cacheKeyType":"Image","auth":{"x":1}}'""")]
    public async Task One_that_fails_knows_nothing_and_is_not_asked_for_that_image_for_a_while(string script)
    {
        _plugin.With(script).Load();

        Assert.Empty(await _plugin.PasswordsAsync("a.example.com/x"));
        Assert.Empty(await _plugin.PasswordsAsync("a.example.com/x"));
        Assert.Equal(1, _plugin.Runs);
        _plugin.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await _plugin.PasswordsAsync("a.example.com/x"));
        Assert.Equal(2, _plugin.Runs);
    }

    [Fact]
    public async Task Image_that_it_fails_for_keeps_no_other_image_from_its_credential()
    {
        _plugin.Answering("*.example.com", "Image").When("bad", "exit 3").Load();

        Assert.Empty(await _plugin.PasswordsAsync("a.example.com/bad"));

        Assert.Single(await _plugin.PasswordsAsync("a.example.com/x"));
    }

    [Fact]
    public async Task Image_that_it_hangs_for_holds_up_no_other_image()
    {
        _plugin.Answering("*.example.com", "Image").When("bad", "exec sleep 1000").Load();
        var hanging = _plugin.PasswordsAsync("a.example.com/bad");
        await Eventually.True(() => _plugin.Runs == 1);

        var other = _plugin.PasswordsAsync("a.example.com/x");
        Assert.False(other.IsCompleted);
        _plugin.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Single(await other.WaitAsync(Bound.Time));
        _plugin.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await hanging.WaitAsync(Bound.Time));
    }

    [Fact]
    public async Task One_that_hangs_is_ended_after_a_minute()
    {
        _plugin.With("exec sleep 1000").Load();

        var asked = _plugin.PasswordsAsync("a.example.com/x");
        await Eventually.True(() => _plugin.Runs == 1);
        _plugin.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(await asked.WaitAsync(Bound.Time));
    }

    [Fact]
    public async Task Secrets_serve_first()
    {
        var image = ImageReference.Parse("a.example.com/x");
        var secret = new RegistryCredential { Username = "from", Password = "secret" };
        var source = new CredentialChain(new KeyringProvider([new("a.example.com", secret)]), _plugin.Answering("a.example.com").Load());

        var found = await source.GetAsync(image.Registry, image.Repository, Bound.Token());

        Assert.Equal(["from", "u"], found.Select(credential => credential.Username));
    }
}
