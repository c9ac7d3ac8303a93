using System.Globalization;
using System.Reflection;

namespace ImageCloneOperator.Testing.KubeApi.Protobuf;

/// <summary>Reads <c>messages.txt</c>, whose head describes its grammar.</summary>
internal sealed class MessageTable
{
    private readonly Dictionary<string, Dictionary<int, MessageField>> _messages = new(StringComparer.Ordinal);

    public static MessageTable Instance { get; } = Load();

    public IReadOnlyDictionary<int, MessageField> Fields(string message) =>
        _messages.TryGetValue(message, out var fields)
            ? fields
            : throw new InvalidOperationException($"The table of messages doesn't have {message}.");

    public bool Has(string message) => _messages.ContainsKey(message);

    private static MessageTable Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("Protobuf.messages.txt", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var table = new MessageTable();
        table.Read(reader.ReadToEnd());
        return table;
    }

    private void Read(string text)
    {
        var package = "";
        Dictionary<int, MessageField> current = [];
        var last = 0;
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).AsSpan();
            if (words[0] == "package")
            {
                package = words[1];
                continue;
            }

            if (line[0] != ' ')
            {
                _messages.Add($"{package}.{words[0].TrimEnd(':')}", current = []);
                last = 0;
                words = words[1..];
            }

            foreach (var word in words) last = Add(current, package, word, last);
        }
    }

    private static int Add(Dictionary<int, MessageField> fields, string package, string word, int last)
    {
        var (head, type) = word.Split(':', 2) is [var before, var after] ? (before, after) : (word, "s");
        var (name, number) = head.Split('=') is [var given, var digits]
            ? (given, int.Parse(digits, CultureInfo.InvariantCulture))
            : (head, last + 1);
        fields.Add(number, new MessageField(name, Qualified(type, package)));
        return number;
    }

    private static string Qualified(string type, string package) => type switch
    {
        ['[', .. var item, ']'] => $"[{Qualified(item, package)}]",
        ['{', .. var value, '}'] => $"{{{Qualified(value, package)}}}",
        { Length: 1 } => type,
        _ => type.Contains('.', StringComparison.Ordinal) ? type : $"{package}.{type}",
    };
}
