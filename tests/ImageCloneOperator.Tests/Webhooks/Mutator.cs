using System.Text.Json.Nodes;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>Changes documents at random, the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", "null", "-", "/", ":", "@", "..", "a/b:c@sha256:0", "\ud83d\ude00", "nginx", "web", "c0", "volumes/token",
        "imageclone.dev/skip", "imageclone.dev/original-images",
        "true", "{}", """{"c0":"nginx"}""", """{"c0":null}""", "5f7c8d", "ReplicaSet", "Job", "apps/v1", "9999999999999999999",
        "2026-13-01T00:00:00Z", new('x', 5_000),
    ];

    private static readonly string[] Names =
        [
            "name", "image", "metadata", "spec", "containers", "initContainers", "volumes", "reference", "imagePullSecrets", "annotations",
            "labels", "ownerReferences", "kind", "~1", "",
        ];

    // The same documents in every run: what fails once can be looked at.
    private readonly Random _random = new(seed);

    /// <summary>A few changes anywhere in it.</summary>
    public void Change(JsonNode document, IReadOnlyList<JsonNode> donors)
    {
        for (var i = _random.Next(1, 4); i > 0; i--) ChangeOnce(document, donors);
    }

    public byte[] Damage(byte[] bytes)
    {
        var damaged = bytes.ToArray();
        for (var i = _random.Next(1, 6); i > 0; i--) damaged[_random.Next(damaged.Length)] = (byte)_random.Next(256);
        return _random.Next(3) == 0 ? damaged[.._random.Next(damaged.Length)] : damaged;
    }

    private void ChangeOnce(JsonNode document, IReadOnlyList<JsonNode> donors)
    {
        var places = Places(document).ToList();
        if (places.Count == 0) return;
        var place = Pick(places);
        switch (place, _random.Next(4))
        {
            case (JsonObject { Count: > 0 } obj, 0):
                obj.Remove(Pick([.. obj.Select(field => field.Key)]));
                break;
            case (JsonObject { Count: > 0 } obj, 1):
                obj[Pick([.. obj.Select(field => field.Key)])] = Value(donors);
                break;
            case (JsonObject obj, _):
                obj[Pick(Names)] = Value(donors);
                break;
            case (JsonArray { Count: > 0 } array, 0):
                array.RemoveAt(_random.Next(array.Count));
                break;
            case (JsonArray { Count: > 0 } array, 1):
                array[_random.Next(array.Count)] = Value(donors);
                break;
            case (JsonArray { Count: > 0 } array, 2):
                array.Add(array[_random.Next(array.Count)]?.DeepClone());
                break;
            case (JsonArray array, _):
                array.Insert(_random.Next(array.Count + 1), Value(donors));
                break;
        }
    }

    private JsonNode? Value(IReadOnlyList<JsonNode> donors) => _random.Next(9) switch
    {
        0 => null,
        1 => _random.Next(-2, 3),
        2 => 1e300,
        3 => _random.Next(2) == 0,
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => Pick([.. donors.SelectMany(Places)]).DeepClone(),
        7 => Nested(),
        _ => Pick(Texts),
    };

    private JsonNode Nested()
    {
        JsonNode node = new JsonObject();
        for (var i = _random.Next(30); i > 0; i--) node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["spec"] = node };
        return node;
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private static IEnumerable<JsonNode> Places(JsonNode? node) => node switch
    {
        JsonObject obj => obj.SelectMany(field => Places(field.Value)).Prepend(obj),
        JsonArray array => array.SelectMany(Places).Prepend(array),
        _ => [],
    };
}
