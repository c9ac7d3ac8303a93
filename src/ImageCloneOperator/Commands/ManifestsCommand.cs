using System.CommandLine;
using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Commands;

/// <summary><c>manifests</c>: writes all that is generated from the C# types.</summary>
internal static class ManifestsCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder with the manifests: crds/ and install.yaml are written there",
            DefaultValueFactory = _ => new("config"),
        };
        var docs = new Option<DirectoryInfo>("--docs")
        {
            Description = "The folder for reference.md",
            DefaultValueFactory = _ => new("docs"),
        };
        var command = new Command("manifests", "Write the CustomResourceDefinitions, install.yaml and the field reference from the types") { output, docs };
        command.SetAction((result, cancellation) =>
            GeneratedFiles.WriteAsync(result.GetRequiredValue(output).FullName, result.GetRequiredValue(docs).FullName, cancellation));
        return command;
    }
}
