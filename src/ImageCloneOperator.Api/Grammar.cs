namespace ImageCloneOperator.Api;

/// <summary>
/// How texts in the specs must look and how long they may be: said once for the schema (Go's RE2, where <c>$</c> is the end of the
/// text) and for the validators.
/// </summary>
public static class Grammar
{
    /// <summary>host[:port]: a DNS name, an IPv4 address, or an IPv6 address in brackets.</summary>
    public const string Registry = @"^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?([.][a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?$";

    public const int RegistryMaxLength = 259;

    /// <summary>A repository's path as the OCI distribution specification writes it ("Pulling manifests").</summary>
    public const string RepositoryPrefix = "^[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*)*$";

    /// <summary>Leaves the greater part of a repository's 255 characters to the image's own name.</summary>
    public const int RepositoryPrefixMaxLength = 100;

    /// <summary>A glob on full repositories: <c>*</c> within a path segment, <c>**</c> across them.</summary>
    public const string RepositoryGlob = @"^[a-zA-Z0-9._:/*\[\]-]+$";

    public const int RepositoryGlobMaxLength = 255;

    /// <summary>A glob on tags: <c>*</c> is any text.</summary>
    public const string TagGlob = "^[a-zA-Z0-9._*-]+$";

    public const int TagGlobMaxLength = 128;

    /// <summary>os/arch[/variant], as OCI's image index names platforms.</summary>
    public const string Platform = "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$";

    public const int PlatformMaxLength = 64;

    /// <summary>A DNS-1123 subdomain: the name of most Kubernetes objects.</summary>
    public const string ObjectName = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    public const int ObjectNameMaxLength = 253;

    /// <summary>A DNS-1123 label: the name of a namespace.</summary>
    public const string NamespaceName = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    public const int NamespaceNameMaxLength = 63;

    /// <summary>A key of a Secret's data.</summary>
    public const string SecretKey = "^[-._a-zA-Z0-9]+$";

    public const int SecretKeyMaxLength = 253;

    /// <summary>A policy's name is the value of a label on its backups.</summary>
    public const int PolicyNameMaxLength = 63;

    public const int ImageMaxLength = 512;

    /// <summary>How many items a list in a spec may have; it bounds the cost of the rules on them.</summary>
    public const int ListMaxItems = 64;
}
