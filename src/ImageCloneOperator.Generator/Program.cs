using System.CommandLine;
using ImageCloneOperator.Generator;

var config = new Option<DirectoryInfo>("--config")
{
    Description = "The folder with the manifests: crds/ and install.yaml are written there",
    DefaultValueFactory = _ => new("config"),
};
var docs = new Option<DirectoryInfo>("--docs")
{
    Description = "The folder for reference.md and dependencies.md",
    DefaultValueFactory = _ => new("docs"),
};
var root = new RootCommand(
    "Writes the CustomResourceDefinitions, install.yaml and the field reference from the C# types, and lists the packages.")
{
    config,
    docs,
};
root.SetAction(async (result, cancellation) =>
{
    var folder = result.GetRequiredValue(docs).FullName;
    await GeneratedFiles.WriteAsync(result.GetRequiredValue(config).FullName, folder, cancellation);
    await File.WriteAllTextAsync(Path.Combine(folder, "dependencies.md"), DependencyList.Of(Environment.CurrentDirectory), cancellation);
});
return await root.Parse(args).InvokeAsync();
