namespace ImageCloneOperator.Commands.Restore;

/// <summary>How a mapping from images to their copies is written.</summary>
internal enum MappingFormat
{
    /// <summary>The <c>images:</c> of a kustomization.</summary>
    Kustomize,

    /// <summary>The rules of a ConfigMap with Velero's resource modifiers.</summary>
    Velero,

    /// <summary>For programs.</summary>
    Json,
}
