using System.CommandLine;

var output = new Option<DirectoryInfo>("--output") { Description = "The folder to write to.", DefaultValueFactory = _ => new("config") };
var manifests = new Command("manifests", "Write the manifests that the types generate.") { output };
manifests.SetAction(_ => 0);

return new RootCommand("Backs up the container images that a cluster runs.") { manifests }.Parse(args).Invoke();
