using System.Net;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>A refusal is told by its true reason, in the registry's words, with advice that fits.</summary>
public sealed class RefusalReasonTests
{
    [Theory]
    [InlineData(413, "", "", true, RegistryErrorKind.Denied, "quota or the size")]
    [InlineData(507, "", "", true, RegistryErrorKind.Denied, "quota or the size")]
    [InlineData(403, "DENIED", "adding 3 GiB will exceed the storage quota", true, RegistryErrorKind.Denied, "quota or the size")]
    [InlineData(400, "MANIFEST_INVALID", "manifest too large", true, RegistryErrorKind.Denied, "quota or the size")]
    [InlineData(405, "UNSUPPORTED", "", true, RegistryErrorKind.Denied, "read-only, or a cache")]
    [InlineData(400, "UNSUPPORTED", "pull-through cache cannot be pushed to", true, RegistryErrorKind.Denied, "read-only, or a cache")]
    [InlineData(403, "DENIED", "the system is in read only mode", true, RegistryErrorKind.Denied, "read-only, or a cache")]
    [InlineData(404, "NAME_UNKNOWN", "repository name not known to registry", true, RegistryErrorKind.NotFound, "Create the project")]
    [InlineData(401, "NAME_UNKNOWN", "project backups not found", true, RegistryErrorKind.NotFound, "Create the project")]
    [InlineData(404, "NAME_UNKNOWN", "repository name not known to registry", false, RegistryErrorKind.NotFound, null)]
    [InlineData(412, "PROJECTPOLICYVIOLATION", "the image is not signed in Notary", false, RegistryErrorKind.Denied, "policy")]
    [InlineData(412, "PROJECTPOLICYVIOLATION", "current image with 3 vulnerabilities", false, RegistryErrorKind.Denied, "policy")]
    [InlineData(400, "ImageTagAlreadyExistsException", "", true, RegistryErrorKind.TagImmutable, null)]
    [InlineData(429, "TOOMANYREQUESTS", "pull quota exceeded", false, RegistryErrorKind.RateLimited, null)]
    [InlineData(503, "toomanyrequests", "", false, RegistryErrorKind.RateLimited, null)]
    [InlineData(404, "BLOB_UPLOAD_UNKNOWN", "", true, RegistryErrorKind.NotFound, "lost the upload")]
    [InlineData(400, "DIGEST_INVALID", "", true, RegistryErrorKind.Corrupt, null)]
    [InlineData(407, "", "", true, RegistryErrorKind.Unreachable, "HTTPS_PROXY")]
    [InlineData(401, "UNAUTHORIZED", "", true, RegistryErrorKind.Unauthorized, null)]
    [InlineData(403, "DENIED", "", true, RegistryErrorKind.Denied, null)]
    [InlineData(409, "", "", true, RegistryErrorKind.Conflict, null)]
    [InlineData(500, "", "", true, RegistryErrorKind.Unreachable, null)]
    [InlineData(418, "", "", true, RegistryErrorKind.Unsupported, null)]
    public void Refusal_has_its_kind_and_advice(int status, string code, string text, bool isWrite, RegistryErrorKind kind, string? advice)
    {
        var reason = RefusalReason.Of((HttpStatusCode)status, code.Length == 0 ? [] : [code], text, isWrite);

        Assert.Equal(kind, reason.Kind);
        if (advice is null) Assert.Null(reason.Advice);
        else Assert.Contains(advice, reason.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"errors":[{"code":"DENIED","message":"quota exceeded"}]}""", "DENIED: quota exceeded")]
    [InlineData("""{"message":"quota exceeded"}""", "quota exceeded")]
    [InlineData("quota exceeded\n", "quota exceeded")]
    public async Task Refusal_is_told_in_the_words_of_the_registry(string body, string expected)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(SampleManifest.Image("amd64"));
        pair.Target.Interceptor = (context, serve) =>
        {
            if (!HttpMethods.IsPost(context.Request.Method)) return serve();
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync(body);
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(pair.CopyAsync);

        Assert.Contains($"({expected})", failure.Message, StringComparison.Ordinal);
        Assert.Contains("raise its quota", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_only_target_denies_the_copy()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(SampleManifest.Image("amd64"));
        pair.FaultAtTarget(RequestKind.Upload, FaultEffect.Answer(405), "POST", times: int.MaxValue);

        Assert.Equal(RegistryErrorKind.Denied, (await pair.CopyFailsAsync()).Kind);
    }
}
