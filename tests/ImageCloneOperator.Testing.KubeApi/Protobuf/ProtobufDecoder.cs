using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Protobuf;

/// <summary>Turns <c>application/vnd.kubernetes.protobuf</c>, which kubectl sends for built-in kinds, into JSON.</summary>
internal static class ProtobufDecoder
{
    private static readonly byte[] Magic = [(byte)'k', (byte)'8', (byte)'s', 0];

    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["v1"] = "core",
        ["apps/v1"] = "apps",
        ["batch/v1"] = "batch",
        ["authentication.k8s.io/v1"] = "authn",
        ["authorization.k8s.io/v1"] = "authz",
        ["rbac.authorization.k8s.io/v1"] = "rbac",
        ["coordination.k8s.io/v1"] = "coord",
        ["policy/v1"] = "policy",
        ["networking.k8s.io/v1"] = "net",
        ["autoscaling/v1"] = "scale",
        ["admissionregistration.k8s.io/v1"] = "admission",
    };

    // Pointers in Go's types: their zero is sent only when somebody set it. All other zeros are sent always and mean nothing.
    private static readonly HashSet<string> MeaningfulZeros = new(StringComparer.Ordinal)
    {
        "replicas", "gracePeriodSeconds", "parallelism", "completions", "backoffLimit", "ttlSecondsAfterFinished", "revisionHistoryLimit",
        "runAsUser", "runAsGroup",
        "terminationGracePeriodSeconds", "automountServiceAccountToken", "allowPrivilegeEscalation", "enableServiceLinks", "runAsNonRoot",
        "emptyDir", "podSelector",
    };

    /// <exception cref="ApiException">400 when it isn't such an object, 415 when its kind isn't known in this encoding.</exception>
    public static byte[] ToJson(byte[] body)
    {
        if (!body.AsSpan().StartsWith(Magic))
            throw ApiError.BadRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        try
        {
            return Unwrap(body.AsSpan(Magic.Length)).ToUtf8();
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            throw ApiError.BadRequest($"unable to decode protobuf: {problem.Message}");
        }
    }

    // runtime.Unknown: the type, and the object's own bytes.
    private static JsonObject Unwrap(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = default;
        var envelope = new WireReader(bytes);
        while (envelope.Next(out var number, out _, out var data))
        {
            if (number == 1) (apiVersion, kind) = TypeMeta(data);
            if (number == 2) raw = data;
        }

        var message = kind == "DeleteOptions" ? "meta.DeleteOptions" : $"{Packages.GetValueOrDefault(apiVersion, apiVersion)}.{kind}";
        if (!MessageTable.Instance.Has(message)) throw ApiError.UnsupportedMediaType("application/json, application/yaml");
        var obj = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        Fill(obj, message, raw);
        return obj;
    }

    private static (string ApiVersion, string Kind) TypeMeta(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out _, out var data))
        {
            if (number == 1) apiVersion = Encoding.UTF8.GetString(data);
            if (number == 2) kind = Encoding.UTF8.GetString(data);
        }

        return (apiVersion, kind);
    }

    private static void Fill(JsonObject obj, string message, ReadOnlySpan<byte> bytes)
    {
        var fields = MessageTable.Instance.Fields(message);
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value, out var data))
        {
            if (!fields.TryGetValue(number, out var field)) continue;
            if (field.Name == "*") Fill(obj, field.Type, data);
            else Set(obj, field, value, data);
        }
    }

    private static void Set(JsonObject obj, MessageField field, ulong value, ReadOnlySpan<byte> data)
    {
        switch (field.Type)
        {
            case ['[', .. var item, ']']:
                if (obj[field.Name] is not JsonArray list) obj[field.Name] = list = [];
                list.Add(Value(item, value, data));
                break;
            case ['{', .. var type, '}']:
                AddEntry(obj.Child(field.Name), type, data);
                break;
            default:
                var single = Value(field.Type, value, data);
                if (!IsZero(single) || MeaningfulZeros.Contains(field.Name)) obj[field.Name] = single;
                break;
        }
    }

    private static void AddEntry(JsonObject map, string type, ReadOnlySpan<byte> bytes)
    {
        var key = "";
        var entry = type is "s" or "y" ? JsonValue.Create("") : (JsonNode?)null;
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value, out var data))
        {
            if (number == 1) key = Encoding.UTF8.GetString(data);
            if (number == 2) entry = Value(type, value, data);
        }

        map[key] = entry;
    }

    private static JsonNode? Value(string type, ulong value, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case "s": return Encoding.UTF8.GetString(data);
            case "i": return (long)value;
            case "b": return value != 0;
            case "d": return BitConverter.UInt64BitsToDouble(value);
            case "y": return Convert.ToBase64String(data);
            case "T": return Time(data, micro: false);
            case "U": return Time(data, micro: true);
            case "Q": return Encoding.UTF8.GetString(Only(data));
            case "R" or "F": return JsonNode.Parse(Only(data));
            case "I": return IntOrString(data);
            case "X": return Strings(data);
            default:
                var obj = new JsonObject();
                Fill(obj, type, data);
                return obj;
        }
    }

    // A message of one field.
    private static ReadOnlySpan<byte> Only(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out _, out var data))
        {
            if (number == 1) return data;
        }

        return default;
    }

    private static JsonValue? Time(ReadOnlySpan<byte> bytes, bool micro)
    {
        var (seconds, nanoseconds) = (0L, 0L);
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value, out _))
        {
            if (number == 1) seconds = (long)value;
            if (number == 2) nanoseconds = (long)value;
        }

        if (seconds == 0 && nanoseconds == 0) return null;
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);
        return JsonValue.Create(micro ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'") : Json.Time(time));
    }

    private static JsonNode IntOrString(ReadOnlySpan<byte> bytes)
    {
        var (isText, number, text) = (false, 0L, "");
        var reader = new WireReader(bytes);
        while (reader.Next(out var field, out var value, out var data))
        {
            if (field == 1) isText = value == 1;
            if (field == 2) number = (long)value;
            if (field == 3) text = Encoding.UTF8.GetString(data);
        }

        return isText ? text : number;
    }

    private static JsonArray Strings(ReadOnlySpan<byte> bytes)
    {
        var list = new JsonArray();
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out _, out var data))
        {
            if (number == 1) list.Add(Encoding.UTF8.GetString(data));
        }

        return list;
    }

    private static bool IsZero(JsonNode? value) => value switch
    {
        null => true,
        JsonObject obj => obj.Count == 0,
        JsonValue scalar when scalar.TryGetValue<string>(out var text) => text.Length == 0,
        JsonValue scalar when scalar.TryGetValue<long>(out var number) => number == 0,
        JsonValue scalar when scalar.TryGetValue<bool>(out var flag) => !flag,
        _ => false,
    };
}
