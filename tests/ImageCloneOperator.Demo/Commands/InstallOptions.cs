using System.CommandLine;

namespace ImageCloneOperator.Demo.Commands;

/// <summary>Where the operator's manifests are.</summary>
internal static class InstallOptions
{
    public static Option<DirectoryInfo> Config()
    {
        var config = new Option<DirectoryInfo>("--config")
        {
            Description = "The folder with the operator's manifests: its kinds and rights are installed from there.",
            DefaultValueFactory = _ => new DirectoryInfo("config"),
        };
        config.AcceptExistingOnly();
        return config;
    }
}
