using ImageCloneOperator.Registry.Authentication;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Tests.Access;

public sealed class ChallengeParserTests
{
    [Theory]
    [InlineData(
        """Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push" """, "https://a/t", "s", "repository:a/b:pull,push")]
    [InlineData("""bearer REALM="https://a/t" , service=s""", "https://a/t", "s", "")]
    [InlineData("""Negotiate, Basic realm="x, Bearer y", Bearer realm="https://a/t",service="q\"uote" """, "https://a/t", "q\"uote", "")]
    [InlineData("""Negotiate YWJj==, Bearer realm = "https://a/t" """, "https://a/t", "", "")]
    [InlineData(
        """Bearer realm="https://a/t",scope="repository:host:5000/a:pull repository:b:pull",error="insufficient_scope" """,
        "https://a/t",
        "",
        "repository:host:5000/a:pull repository:b:pull")]
    [InlineData("""Bearer realm="https://a/t""", "https://a/t", "", "")]
    public void The_bearer_challenge_is_found_among_others(string header, string realm, string service, string scope)
    {
        var challenge = ChallengeParser.Read([header])[0];

        Assert.Equal((true, realm, service, scope), (challenge.IsBearer, challenge.Realm, challenge.Service, challenge.Scope));
    }

    [Fact]
    public void Basic_will_do_and_headers_add_up() =>
        Assert.True(ChallengeParser.Read(["Negotiate", """Basic realm="r" """])[0].IsBasic);

    [Theory]
    [InlineData("")]
    [InlineData("Negotiate")]
    [InlineData("=,\",;;==\"\\")]
    [InlineData("Bearer service=x")]
    public void Nothing_that_can_be_answered_is_none(string header) => Assert.Empty(ChallengeParser.Read([header]));

    [Fact]
    public void Wanted_scope_comes_first_and_is_not_repeated() => Assert.Equal(
        ["repository:a/b:pull,push", "repository:host:5000/c:pull"],
        TokenScopes.Union(["repository:a/b:pull,push"], "repository:a/b:push repository:host:5000/c:pull repository:a/b:pull"));
}
