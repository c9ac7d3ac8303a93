using System.Text;
using ImageCloneOperator.Kubernetes.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>A mapping of a kubeconfig file that can say where it is.</summary>
internal sealed class YamlSection(YamlMappingNode node, string file, string path)
{
    public string File { get; } = file;

    public static YamlSection Read(string file)
    {
        try
        {
            using var reader = System.IO.File.OpenText(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return new(Root(yaml, file), file, "");
        }
        catch (YamlException exception)
        {
            // The parser's message may quote the line, and the line may be a secret.
            throw new KubeConfigException(file, $"line {exception.Start.Line} is not valid YAML");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException(file, "cannot be read: " + exception.Message, exception);
        }
    }

    public IEnumerable<string> Fields => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    /// <summary>The file and the full name of a field.</summary>
    public string Place(string field) => $"{File}: {path}{field}";

    public KubeConfigException Error(string field, string problem, Exception? cause = null) => new(Place(field), problem, cause);

    /// <summary>Null when the field is absent or empty.</summary>
    public string? Text(string field) => Child(field) switch
    {
        null => null,
        YamlScalarNode { Value: null or "" } => null,
        YamlScalarNode { Value: "null" or "~", Style: ScalarStyle.Plain } => null,
        YamlScalarNode scalar => scalar.Value,
        _ => throw Error(field, "must be a text"),
    };

    public bool Flag(string field) => Text(field) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Error(field, "must be true or false"),
    };

    public YamlSection? Section(string field) => Child(field) switch
    {
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => null,
        YamlMappingNode mapping => new(mapping, File, $"{path}{field}."),
        _ => throw Error(field, "must be a mapping"),
    };

    public IEnumerable<YamlSection> Sections(string field) => Items(field).Select((item, index) => item is YamlMappingNode mapping
        ? new YamlSection(mapping, File, $"{path}{field}[{index}].")
        : throw Error($"{field}[{index}]", "must be a mapping"));

    public IReadOnlyList<string> Texts(string field) =>
    [
        .. Items(field).Select(
            (item, index) => item is YamlScalarNode { Value: { } value } ? value : throw Error($"{field}[{index}]", "must be a text")),
    ];

    /// <summary>What a field's data says (base64) or the file holds that another field names; null when both are absent.</summary>
    public string? DataOrFile(string dataField, string fileField)
    {
        if (Text(dataField) is { } data)
            return Decode(dataField, data);
        if (FilePath(fileField) is not { } file)
            return null;
        try
        {
            return System.IO.File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Error(fileField, "cannot be read: " + exception.Message, exception);
        }
    }

    /// <summary>A path, relative to the file that names it.</summary>
    public string? FilePath(string field) =>
        Text(field) is { } name ? Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(File))!) : null;

    private static YamlMappingNode Root(YamlStream yaml, string file) => yaml.Documents switch
    {
        [] => [],
        [{ RootNode: YamlMappingNode mapping }, ..] => mapping,
        [{ RootNode: YamlScalarNode { Value: null or "" } }, ..] => [],
        _ => throw new KubeConfigException(file, "is not a kubeconfig: it must be a mapping"),
    };

    private string Decode(string field, string data)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException exception)
        {
            throw Error(field, "is not base64", exception);
        }
    }

    private YamlNode? Child(string field) => node.Children.TryGetValue(new YamlScalarNode(field), out var child) ? child : null;

    private IEnumerable<YamlNode> Items(string field) => Child(field) switch
    {
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => [],
        YamlSequenceNode sequence => sequence.Children,
        _ => throw Error(field, "must be a list"),
    };
}
