using System.Globalization;
using System.Text;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Authentication;
using ImageCloneOperator.Registry.Copying.Graphs;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Whatever a registry sends is understood, or refused with a reason. FUZZ_ROUNDS sets how much is tried.</summary>
public sealed class FuzzTests
{
    private static readonly RegistryOperation Operation = new("read", "host", "team/app");
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(790, 100));
    private static readonly Platform Wanted = Platform.Parse("linux/amd64");

    private static readonly string[] Manifests =
    [
        Encoding.UTF8.GetString(Image.Content),
        Encoding.UTF8.GetString(SampleManifest.Index(("amd64", Image), ("arm64", SampleManifest.Image("arm64"))).Content),
        Encoding.UTF8.GetString(SampleManifest.ReferTo(Image, "application/spdx+json", 791).Content),
    ];

    private static readonly string[] Challenges =
    [
        """Bearer realm="https://auth.example.com/token",service="registry",scope="repository:team/app:pull,push" """,
        """Negotiate, Basic realm="a \"quoted\" one", Bearer realm=https://auth.example.com""",
    ];

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            ? rounds
            : 3000;

    [Fact]
    public void Manifests_and_indexes_are_understood_or_refused()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var mutations = new Mutations(round);
            var content = Encoding.UTF8.GetBytes(mutations.Damage(mutations.Pick(Manifests)));
            try
            {
                var manifest = ManifestParser.Parse(
                    content, Digest.Of(content), mutations.Pick(["", SampleManifest.OciIndex, "text/html; x"]), Operation);
                PlatformFilter.Apply(manifest, [Wanted], Operation);
            }
            catch (RegistryException)
            {
                // Refused with a reason.
            }
        }
    }

    [Fact]
    public void Challenges_are_answered_or_passed_over()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var mutations = new Mutations(round);
            var read = ChallengeParser.Read([mutations.Damage(mutations.Pick(Challenges)), mutations.Damage("")]);

            Assert.All(read, challenge => Assert.True(challenge.IsBearer || challenge.IsBasic));
        }
    }

    [Fact]
    public void Headers_and_error_bodies_are_read_or_passed_over()
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var round = 0; round < Rounds; round++)
        {
            var mutations = new Mutations(round);
            using var response = new HttpResponseMessage();
            response.Headers.TryAddWithoutValidation(
                "Retry-After", mutations.Damage(mutations.Pick(["120", "Fri, 31 Dec 2100 23:59:59 GMT"])));
            response.Headers.TryAddWithoutValidation("ratelimit-remaining", mutations.Damage("0;w=21600"));
            response.Headers.TryAddWithoutValidation("ratelimit-reset", mutations.Damage(mutations.Pick(["30", "1790000000"])));

            Assert.False(RateLimits.RetryAt(response, now) > now.AddHours(6));
            Assert.False(RateLimits.PauseUntil(response, now) > now.AddMinutes(5));
            var (codes, text) = ErrorDocument.Read(
                Encoding.UTF8.GetBytes(mutations.Damage("""{"errors":[{"code":"DENIED","message":"no"}]}""")));
            Assert.NotNull(RefusalReason.Of(System.Net.HttpStatusCode.Forbidden, codes, text, isWrite: true));
            Assert.DoesNotContain(text, char.IsControl);
        }
    }
}
