using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>Answers who somebody is and what they may do: TokenReview, SelfSubjectReview and the access reviews.</summary>
internal sealed class AccessReviews(Cluster cluster, Authorizer authorizer, ServiceAccountTokens tokens)
{
    /// <summary>The review's status.</summary>
    public JsonObject Answer(ApiRequest request, JsonObject review) => request.Resource.Plural switch
    {
        "selfsubjectreviews" => new JsonObject { ["userInfo"] = request.User.ToUserInfo() },
        "tokenreviews" => Token(review),
        "selfsubjectrulesreviews" => AllRules(request.User, review.Text("spec", "namespace")),
        "selfsubjectaccessreviews" => Access(request.User, review),
        _ => Access(Subject(review), review),
    };

    private static Identity Subject(JsonObject review) => new(review.Text("spec", "user"), [.. review.Texts("spec", "groups")]);

    private JsonObject Token(JsonObject review)
    {
        if (tokens.Read(review.Text("spec", "token"), [.. review.Texts("spec", "audiences")]) is not { } known)
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token]" };
        return new JsonObject
        {
            ["authenticated"] = true,
            ["user"] = known.User.ToUserInfo(),
            ["audiences"] = new JsonArray([.. known.Audiences.Select(audience => (JsonNode)audience)]),
        };
    }

    private JsonObject Access(Identity user, JsonObject review)
    {
        var (allowed, reason) = authorizer.Decide(user, Attributes(review));
        var status = new JsonObject { ["allowed"] = allowed };
        if (reason.Length > 0) status["reason"] = reason;
        return status;
    }

    private static AccessAttributes Attributes(JsonObject review)
    {
        if (review.At("spec", "nonResourceAttributes") is { } path)
            return new AccessAttributes(path.Text("verb")) { Path = path.Text("path") };
        var wanted = review.At("spec", "resourceAttributes");
        return new AccessAttributes(wanted.Text("verb"))
        {
            Group = wanted.Text("group"),
            Resource = wanted.Text("resource"),
            Subresource = wanted.Text("subresource"),
            Namespace = wanted.Text("namespace"),
            Name = wanted.Text("name"),
        };
    }

    private JsonObject AllRules(Identity user, string @namespace)
    {
        var rules = user.IsIn(Identity.Masters)
            ? [new PolicyRule(["*"], ["*"], ["*"], [], []), new PolicyRule(["*"], [], [], [], ["*"])]
            : Rules.For(cluster, user, @namespace).Select(found => found.Rule).ToList();
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(rule => rule.Resources.Length > 0).Select(ResourceRule)]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(rule => rule.Paths.Length > 0)
                .Select(rule => new JsonObject { ["verbs"] = List(rule.Verbs), ["nonResourceURLs"] = List(rule.Paths) })]),
            ["incomplete"] = false,
        };
    }

    private static JsonNode ResourceRule(PolicyRule rule)
    {
        var shown = new JsonObject
        {
            ["verbs"] = List(rule.Verbs),
            ["apiGroups"] = List(rule.Groups),
            ["resources"] = List(rule.Resources),
        };
        if (rule.Names.Length > 0) shown["resourceNames"] = List(rule.Names);
        return shown;
    }

    private static JsonArray List(string[] texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
