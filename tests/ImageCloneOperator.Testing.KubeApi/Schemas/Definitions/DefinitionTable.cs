using System.Reflection;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

/// <summary>Reads the table of built-in definitions; its grammar is described at the top of <c>Kinds/meta.txt</c>.</summary>
internal sealed class DefinitionTable
{
    private static readonly Schema Quantity = new()
    {
        Definition = "io.k8s.apimachinery.pkg.api.resource.Quantity",
        OneOf = [new Schema { Type = SchemaType.String }, new Schema { Type = SchemaType.Number }],
    };

    private readonly Dictionary<string, string> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Schema> _definitions = new(StringComparer.Ordinal);
    private readonly List<(string Package, string Name, string Fields)> _pending = [];
    private string _current = "";

    public IReadOnlyDictionary<string, Schema> Definitions => _definitions;

    public IReadOnlyList<KindRow> Kinds => _kinds;

    private readonly List<KindRow> _kinds = [];

    public static DefinitionTable Load()
    {
        var table = new DefinitionTable();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".kinds.txt", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            table.Read(reader.ReadToEnd());
        }

        // Definitions refer to each other, even in circles: fields are filled in only when all of them exist.
        foreach (var (package, name, fields) in table._pending) table.Fill(package, table._definitions[name], fields);
        return table;
    }

    private void Read(string text)
    {
        foreach (var line in Logical(text))
        {
            var words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "package") Package(words[1], words[2]);
            else if (words[0] == "kind") Kind(line);
            else Define(line);
        }
    }

    // An indented line continues the one before.
    private static List<string> Logical(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            if (char.IsWhiteSpace(line[0])) lines[^1] += " " + line.Trim();
            else lines.Add(line.Trim());
        }

        return lines;
    }

    private void Package(string alias, string name)
    {
        _packages[alias] = name.Trim();
        _current = alias;
    }

    private void Kind(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _kinds.Add(new KindRow(words[1], words[2], $"{_packages[_current]}.{words[2]}"));
    }

    private void Define(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var head = line[..colon].Split(' ');
        var name = $"{_packages[_current]}.{head[0]}";
        _definitions.Add(name, new Schema
        {
            Definition = name,
            Type = SchemaType.Object,
            AtomicMap = head.Contains("atomic"),
            PreserveUnknownFields = head.Contains("open"),
        });
        _pending.Add((_current, name, line[(colon + 1)..]));
    }

    private void Fill(string package, Schema definition, string fields)
    {
        foreach (var field in fields.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = field.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var name = words[0].TrimEnd('!');
            if (words[0].EndsWith('!')) definition.Required.Add(name);
            definition.Properties.Add(name, words.Skip(2).Aggregate(TypeOf(package, words[1]), Attribute));
        }
    }

    private Schema TypeOf(string package, string type) => type switch
    {
        "string" => new Schema { Type = SchemaType.String },
        "int32" or "int64" => new Schema { Type = SchemaType.Integer, Format = type },
        "bool" => new Schema { Type = SchemaType.Boolean },
        "number" => new Schema { Type = SchemaType.Number, Format = "double" },
        "bytes" => new Schema { Type = SchemaType.String, Format = "byte" },
        "time" => new Schema { Type = SchemaType.String, Format = "date-time", Nullable = true },
        "intstr" =>
            new Schema { Definition = "io.k8s.apimachinery.pkg.util.intstr.IntOrString", IntOrString = true, Format = "int-or-string" },
        "quantity" => Quantity,
        "any" => new Schema { PreserveUnknownFields = true },
        ['[', .. var item, ']'] => new Schema { Type = SchemaType.Array, Items = TypeOf(package, item) },
        ['{', .. var value, '}'] => new Schema { Type = SchemaType.Object, AdditionalProperties = TypeOf(package, value) },
        _ => Reference(package, type),
    };

    private Schema Reference(string package, string type)
    {
        var dot = type.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? $"{_packages[package]}.{type}" : $"{_packages[type[..dot]]}.{type[(dot + 1)..]}";
        return _definitions.TryGetValue(name, out var definition)
            ? definition
            : throw new InvalidOperationException($"The table of kinds names {type} in {package}, which it doesn't define.");
    }

    private static Schema Attribute(Schema field, string word)
    {
        if (word[0] == '=') return field with { Default = JsonNode.Parse(word[1..]) };
        var open = word.IndexOf('(', StringComparison.Ordinal);
        string[] arguments = open < 0 ? [] : word[(open + 1)..^1].Split(',');
        return (open < 0 ? word : word[..open]) switch
        {
            "set" => field with { ListType = ListType.Set },
            "map" => field with { ListType = ListType.Map, ListMapKeys = arguments },
            "merge" => field with { PatchStrategy = field.PatchStrategy | PatchStrategy.Merge, PatchMergeKey = arguments.FirstOrDefault() },
            "retain" => field with { PatchStrategy = field.PatchStrategy | PatchStrategy.RetainKeys },
            "enum" => field with { Enum = [.. arguments.Select(value => (JsonNode?)value)] },
            "atomic" => field with { AtomicMap = true },
            _ => throw new InvalidOperationException($"The table of kinds has the unknown word {word}."),
        };
    }
}
