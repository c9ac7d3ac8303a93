using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Api.Policies.Workloads;

/// <summary>A kind with a pod template that is not built in. Its objects are read and never changed.</summary>
public sealed record AdditionalWorkload
{
    /// <summary>Its API group, such as argoproj.io.</summary>
    [Required, Pattern(Grammar.ApiGroupName, Grammar.ApiGroupHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string Group { get; set; } = "";

    /// <summary>Its version, such as v1alpha1.</summary>
    [Required, Pattern(Grammar.ApiVersion, Grammar.ApiVersionHint), Size(Max = Grammar.NamespaceNameMaxLength)]
    public string Version { get; set; } = "";

    /// <summary>Its resource as RBAC names it: lower-case, plural, such as rollouts.</summary>
    [Required, Pattern(Grammar.ResourceName, Grammar.ResourceNameHint), Size(Max = Grammar.NamespaceNameMaxLength)]
    public string Resource { get; set; } = "";

    /// <summary>Its kind, such as Rollout.</summary>
    [Required, Pattern(Grammar.KindName, Grammar.KindNameHint), Size(Max = Grammar.NamespaceNameMaxLength)]
    public string Kind { get; set; } = "";

    /// <summary>The fields that lead to the spec of its pods; none of them may be a list.</summary>
    [ServerDefault, Pattern(Grammar.FieldPath, Grammar.FieldPathHint), Size(Max = Grammar.ObjectNameMaxLength)]
    public string PodSpecPath { get; set; } = WorkloadTypes.TemplatePath;
}
