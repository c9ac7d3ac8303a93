using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Api.Backups;

/// <summary>Whom the source gives the image to: only these may run from its copy.</summary>
public sealed record SourceAccess
{
    /// <summary>All that the policy selects: without a credential, or with one that the policy or the operator shares with all.</summary>
    public bool? Everybody { get; set; }

    /// <summary>The namespaces that it is given to by their own credentials, or by one that the policy shares with them.</summary>
    [Size(Max = CopyAccess.MaxNamespaces)]
    public List<string>? Namespaces { get; set; }

    /// <summary>The namespaces that use the image and are refused it: their pods run from the source.</summary>
    [Size(Max = CopyAccess.MaxNamespaces)]
    public List<string>? Refused { get; set; }

    /// <summary>When all of them were last asked about.</summary>
    public DateTimeOffset? LastCheckTime { get; set; }

    /// <summary>What the policy said about credentials then; when that changes, all are asked about again.</summary>
    public string? AskedWith { get; set; }
}
