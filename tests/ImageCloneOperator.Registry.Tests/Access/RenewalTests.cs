using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Access;

/// <summary>Credentials that end while a copy goes on.</summary>
public sealed class RenewalTests : IAsyncLifetime, IDisposable
{
    private static readonly RegistryAccount Old = new("AWS", "token-1");
    private static readonly RegistryAccount New = new("AWS", "token-2");
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(60, 20_000, "amd64", "arm64");

    private const string EcrRefusal =
        """{"errors":[{"code":"DENIED","message":"Your authorization token has expired. Reauthenticate and try again."}]}""";

    private readonly Copies _copies = new();
    private RegistryServer _source = null!;
    private RegistryServer _target = null!;
    private volatile bool _hasEnded;

    public async Task InitializeAsync()
    {
        _source = await RegistryServer.StartAsync(new RegistryOptions());
        _target = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [Old, New] });
        using var pusher = new Pusher(_source.Host);
        await pusher.PushAsync("team/app", "v1", Image);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    public void Dispose() => _copies.Dispose();

    [Theory]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(401, true)]
    public async Task Copy_goes_on_with_another_credential_once_the_first_one_ends(int refusal, bool isTakenBack)
    {
        _target.Interceptor = (context, next) => RefuseOldAsync(context, next, refusal);
        var target = new RegistryEndpoint(
            ImageReference.Parse($"{_target.Host}/backup/app:v1"), new Tokens(() => _hasEnded && !isTakenBack, isTakenBack));

        var copy = await _copies.Copier.CopyAsync(new CopyRequest(Copies.At($"{_source.Host}/team/app:v1"), target));

        Assert.Equal(Image.Digest.ToString(), copy.TargetDigest.ToString());
        Assert.True(_hasEnded);
    }

    [Fact]
    public async Task Copy_fails_where_there_is_no_other_credential()
    {
        _target.Interceptor = (context, next) => RefuseOldAsync(context, next, 401);
        var target = new RegistryEndpoint(ImageReference.Parse($"{_target.Host}/backup/app:v1"), new Tokens(() => false, canRenew: false));

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => _copies.Copier.CopyAsync(new CopyRequest(Copies.At($"{_source.Host}/team/app:v1"), target)));

        Assert.Equal(RegistryErrorKind.Unauthorized, failure.Kind);
    }

    /// <summary>The old credential ends with the first blob that has arrived.</summary>
    private async Task RefuseOldAsync(HttpContext context, Func<Task> next, int refusal)
    {
        if (_hasEnded && context.Request.Headers.Authorization == $"{Credentialed.Basic(Old)}")
        {
            context.Response.StatusCode = refusal;
            if (refusal == 401) context.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
            else await context.Response.WriteAsync(EcrRefusal);
            return;
        }

        await next();
        _hasEnded |= context.Request.Method == "PUT" && context.Response.StatusCode == 201;
    }

    private sealed class Tokens(Func<bool> hasNew, bool canRenew) : ICredentialProvider
    {
        private volatile bool _isRenewed;

        public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken)
        {
            var account = _isRenewed || hasNew() ? New : Old;
            return ValueTask.FromResult<IReadOnlyList<RegistryCredential>>(
                [new RegistryCredential { Username = account.User, Password = account.Password }]);
        }

        public ValueTask<IReadOnlyList<RegistryCredential>> RenewAsync(
            string host, string repository, IReadOnlyList<RegistryCredential> refused, CancellationToken cancellationToken)
        {
            _isRenewed |= canRenew;
            return GetAsync(host, repository, cancellationToken);
        }
    }
}
