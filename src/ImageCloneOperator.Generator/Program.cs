using System.CommandLine;
using ImageCloneOperator.Generator;

var config = new Option<DirectoryInfo>("--config")
{
    Description = "The folder with the manifests: crds/ and install.yaml are written there",
    DefaultValueFactory = _ => new("config"),
};
var docs = new Option<DirectoryInfo>("--docs")
{
    Description = "The folder for reference.md",
    DefaultValueFactory = _ => new("docs"),
};
var root = new RootCommand("Writes the CustomResourceDefinitions, install.yaml and the field reference from the C# types.") { config, docs };
root.SetAction((result, cancellation) =>
    GeneratedFiles.WriteAsync(result.GetRequiredValue(config).FullName, result.GetRequiredValue(docs).FullName, cancellation));
return await root.Parse(args).InvokeAsync();
