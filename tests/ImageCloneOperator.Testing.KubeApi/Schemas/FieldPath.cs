namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>Paths as API errors print them: <c>spec.items[0].name</c>.</summary>
internal static class FieldPath
{
    public static string Child(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string Index(string path, int index) => $"{path}[{index}]";
}
