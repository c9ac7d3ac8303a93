namespace ImageCloneOperator.Dashboard;

/// <summary>A page, made from what the operator's caches have.</summary>
internal interface IDashboardPage
{
    string Title { get; }

    /// <summary>What changes while it is open, as it is now.</summary>
    /// <returns>Nothing where there is no such page any more.</returns>
    IReadOnlyList<LivePart> Parts(ClusterView view);

    /// <summary>The parts in their place.</summary>
    Html Around(IReadOnlyList<LivePart> parts, ClusterView view);
}
