using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Credentials.Clouds;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Api.Policies;

/// <summary>The registry that the images are copied into, and how they are named there.</summary>
[Cel("!self.plainHttp || !has(self.caSecretRef)", NoAuthoritiesForHttp)]
public sealed record BackupTarget
{
    internal const string NoSchemeOrPath =
        "write host[:port] only: no scheme such as https:// (plainHttp says that) and no path (that is repositoryPrefix)";

    internal const string NoAuthoritiesForHttp = "plainHttp and caSecretRef exclude each other: plain HTTP has no certificates";

    internal const string NoRepositoriesElsewhere =
        "only Amazon ECR's are made: leave it out, or write provider: AWS where the registry is ECR under another name";

    /// <summary>The registry as host[:port], without scheme or path, such as registry.example.com:5000.</summary>
    [Required, Size(Min = 1, Max = Grammar.RegistryMaxLength)]
    [Cel("!self.contains('/')", NoSchemeOrPath)]
    [Cel("self.contains('/') || self.matches(r'" + Grammar.Registry + "')", Grammar.RegistryHint)]
    public string Registry { get; set; } = "";

    /// <summary>The path in the registry below which all copies lie, such as backups/prod.</summary>
    [Size(Min = 1, Max = Grammar.RepositoryPrefixMaxLength)]
    [Cel("self.matches(r'" + Grammar.RepositoryPrefix + "')", Grammar.RepositoryPrefixHint)]
    public string? RepositoryPrefix { get; set; }

    /// <summary>
    /// How copies are named. Nested: prefix/docker.io/library/nginx. Flat: prefix/docker.io_library_nginx, for registries without
    /// nested paths.
    /// </summary>
    [ServerDefault]
    public TargetLayout Layout { get; set; } = TargetLayout.Nested;

    /// <summary>The credentials to push with; anonymous when left out.</summary>
    public SecretReference? SecretRef { get; set; }

    /// <summary>
    /// Whose identity pushes where secretRef is left out. Auto: that of the registry's cloud, by the host's name, where the operator's pod
    /// has one. Generic: none. AWS, Google, Azure: that of this cloud, whatever the host's name.
    /// </summary>
    [ServerDefault]
    public CloudProvider Provider { get; set; } = CloudProvider.Auto;

    /// <summary>
    /// For Amazon ECR, which makes no repository by itself: those that a push does not find are made. Left out: they are not.
    /// </summary>
    public RepositoryCreation? CreateRepositories { get; set; }

    /// <summary>
    /// What is done where another writer has put other content under a copy's tag. Restore: the tag is set back to the copy. Keep: the
    /// tag stays so, and the copy stays reachable by its digest.
    /// </summary>
    [ServerDefault]
    public ConflictRule OnConflict { get; set; } = ConflictRule.Restore;

    /// <summary>Speak HTTP instead of HTTPS.</summary>
    [ServerDefault]
    public bool PlainHttp { get; set; }

    /// <summary>The authorities to trust for the registry's certificate, beside the system's.</summary>
    public CaSecretReference? CaSecretRef { get; set; }
}
