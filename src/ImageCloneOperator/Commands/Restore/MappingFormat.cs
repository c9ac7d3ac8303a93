namespace ImageCloneOperator.Commands.Restore;

/// <summary>How a mapping from images to their copies is written.</summary>
internal enum MappingFormat
{
    /// <summary>The <c>images:</c> of a kustomization.</summary>
    Kustomize,

    /// <summary>For programs.</summary>
    Json,
}
