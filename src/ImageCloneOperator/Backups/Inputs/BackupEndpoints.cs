using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Inputs;

/// <summary>Both ends of a backup, and what its policy says about the copy between them.</summary>
internal sealed record BackupEndpoints(RegistryEndpoint Source, RegistryEndpoint Target, Policy Policy)
{
    public CopyRule Rule { get; } = Policy.TagRules.For(Source.Image);
}
