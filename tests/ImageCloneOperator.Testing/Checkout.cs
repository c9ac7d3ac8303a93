namespace ImageCloneOperator.Testing;

/// <summary>The files of this repository, wherever in it the tests run.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    public static string PathOf(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImageCloneOperator.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Run this from within the repository.");
        return folder.FullName;
    }
}
