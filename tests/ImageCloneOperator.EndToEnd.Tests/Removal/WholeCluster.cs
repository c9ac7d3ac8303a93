namespace ImageCloneOperator.EndToEnd.Tests.Removal;

/// <summary>
/// Tests that need the cluster to themselves, since they take our kinds out of it: they run after all others, one by one.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeCluster
{
    public const string Name = "whole cluster";
}
