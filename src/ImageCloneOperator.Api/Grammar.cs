namespace ImageCloneOperator.Api;

/// <summary>
/// How texts in the specs must look and how long they may be: said once for the schema (Go's RE2, where <c>$</c> is the end of the
/// text) and for the validators.
/// </summary>
public static class Grammar
{
    /// <summary>host[:port]: a DNS name, an IPv4 address, or an IPv6 address in brackets.</summary>
    public const string Registry = $@"^({DnsLabel}([.]{DnsLabel})*|\[[0-9a-fA-F:.]+\])(:[0-9]{{1,5}})?$";

    public const int RegistryMaxLength = 259;

    public const string RegistryHint = "write host[:port], such as registry.example.com:5000";

    /// <summary>A repository's path as the OCI distribution specification writes it ("Pulling manifests").</summary>
    public const string RepositoryPrefix = $"^{PathSegment}(/{PathSegment})*$";

    /// <summary>Leaves the greater part of a repository's 255 characters to the image's own name.</summary>
    public const int RepositoryPrefixMaxLength = 100;

    /// <summary>A target's registry and repositoryPrefix together.</summary>
    public const int TargetMaxLength = 200;

    public const string RepositoryPrefixHint = "use lower-case path segments such as backups/prod, without a slash at either end";

    /// <summary>A glob on full repositories: <c>*</c> within a path segment, <c>**</c> across them.</summary>
    public const string RepositoryGlob = @"^[a-zA-Z0-9._:/*\[\]-]+$";

    public const int RepositoryGlobMaxLength = 255;

    public const string RepositoryGlobHint = "write a glob on the full repository, such as docker.io/library/* or quay.io/**";

    /// <summary>A glob on tags: <c>*</c> is any text.</summary>
    public const string TagGlob = "^[a-zA-Z0-9._*-]+$";

    public const int TagGlobMaxLength = 128;

    public const string TagGlobHint = "write a glob on tags, such as latest or *-snapshot";

    /// <summary>os/arch[/variant], as OCI's image index names platforms.</summary>
    public const string Platform = "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$";

    public const int PlatformMaxLength = 64;

    public const string PlatformHint = "write os/arch[/variant], such as linux/amd64 or linux/arm/v7";

    /// <summary>A DNS-1123 subdomain: the name of most Kubernetes objects.</summary>
    public const string ObjectName = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    public const int ObjectNameMaxLength = 253;

    public const string ObjectNameHint =
        "write an object's name: lower-case letters, digits, '-' and '.', with a letter or digit at both ends";

    /// <summary>A DNS-1123 label: the name of a namespace.</summary>
    public const string NamespaceName = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    public const int NamespaceNameMaxLength = 63;

    public const string NamespaceNameHint =
        "write a namespace's name: lower-case letters, digits and '-', with a letter or digit at both ends";

    /// <summary>A key of a Secret's data.</summary>
    public const string SecretKey = "^[-._a-zA-Z0-9]+$";

    public const int SecretKeyMaxLength = 253;

    public const string SecretKeyHint = "write a key of the secret's data, such as ca.crt";

    /// <summary>A group of the API, but for the core group, which has no name.</summary>
    public const string ApiGroupName = ObjectName;

    public const string ApiGroupHint = "write an API group, such as argoproj.io";

    public const string ApiVersion = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

    public const string ApiVersionHint = "write a version of the group, such as v1alpha1";

    /// <summary>A resource in URLs and in RBAC.</summary>
    public const string ResourceName = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

    public const string ResourceNameHint = "write the resource in lower case and plural, such as rollouts";

    public const string KindName = "^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$";

    public const string KindNameHint = "write the kind, such as Rollout";

    /// <summary>Fields of an object, from the outermost to the innermost.</summary>
    public const string FieldPath = "^[a-zA-Z][a-zA-Z0-9]*([.][a-zA-Z][a-zA-Z0-9]*)*$";

    public const string FieldPathHint = "write the fields that lead to the pods' spec, such as spec.template.spec";

    /// <summary>A policy's name is the value of a label on its backups.</summary>
    public const int PolicyNameMaxLength = 63;

    public const int ImageMaxLength = 512;

    /// <summary>How many items a list in a spec may have; it bounds the cost of the rules on them.</summary>
    public const int ListMaxItems = 64;

    /// <summary>A label's key: [prefix/]name.</summary>
    public const string LabelKey = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

    public const int LabelMaxLength = 63;

    public const string LabelValue = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";

    private const string DnsLabel = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";

    private const string PathSegment = "[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*";
}
