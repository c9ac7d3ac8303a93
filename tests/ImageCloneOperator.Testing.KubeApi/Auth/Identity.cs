using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>Who sends a request.</summary>
internal sealed record Identity(string User, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";

    public static readonly Identity Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    public string Uid { get; init; } = "";

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public static Identity ServiceAccount(string @namespace, string name, string uid = "") =>
        new(
            $"system:serviceaccount:{@namespace}:{name}",
            ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"])
        {
            Uid = uid,
        };

    public bool IsIn(string group) => Groups.Contains(group, StringComparer.Ordinal);

    public JsonObject ToUserInfo()
    {
        var info = new JsonObject { ["username"] = User };
        if (Uid.Length > 0) info["uid"] = Uid;
        info["groups"] = new JsonArray([.. Groups.Select(group => (JsonNode)group)]);
        if (Extra.Count > 0)
        {
            info["extra"] = new JsonObject(Extra.Select(
                pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonArray([.. pair.Value.Select(value => (JsonNode)value)]))));
        }

        return info;
    }
}
