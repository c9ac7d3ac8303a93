using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>The summaries that stand in the XML documentation beside an assembly.</summary>
internal static class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Files = new();

    public static string? SummaryOf(Type type) => Summary(type, "T:" + Name(type));

    public static string? SummaryOf(PropertyInfo property) =>
        Summary(property.DeclaringType!, $"P:{Name(property.DeclaringType!)}.{property.Name}");

    private static string? Summary(Type type, string id) =>
        IsOurs(type) ? Files.GetOrAdd(type.Assembly, Read).GetValueOrDefault(id) : null;

    /// <summary>Types of others (text, number, list, metadata) have nothing to say about a field.</summary>
    private static bool IsOurs(Type type) => type.FullName!.StartsWith("ImageCloneOperator.", StringComparison.Ordinal);

    private static string Name(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    /// <exception cref="InvalidOperationException">The file is not there: descriptions would be lost silently.</exception>
    private static Dictionary<string, string> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"{path} is missing: build with GenerateDocumentationFile, descriptions come from it.");
        }

        return XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => (string)member.Attribute("name")!, member => Text(member.Element("summary")!), StringComparer.Ordinal);
    }

    private static string Text(XElement summary) =>
        string.Join(' ', string.Concat(summary.Nodes().Select(Text)).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when (element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name")) is { } name =>
            name.Value[(name.Value.LastIndexOf('.') + 1)..],
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };
}
