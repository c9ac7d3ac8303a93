using System.CommandLine;
using ImageCloneOperator.Generator;

var rootFolder = new Option<DirectoryInfo>("--root")
{
    Description = "The repository's folder: config/, charts/ and docs/ are written there",
    DefaultValueFactory = _ => new("."),
};
var root = new RootCommand(
    "Writes the CustomResourceDefinitions, install.yaml, the Helm chart and the field reference from the C# types, and lists the packages.")
{
    rootFolder,
};
root.SetAction(async (result, cancellation) =>
{
    var folder = result.GetRequiredValue(rootFolder).FullName;
    await GeneratedFiles.WriteAsync(folder, cancellation);
    await File.WriteAllTextAsync(Path.Combine(folder, "docs", "dependencies.md"), DependencyList.Of(folder), cancellation);
});
return await root.Parse(args).InvokeAsync();
