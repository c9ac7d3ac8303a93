namespace ImageCloneOperator.Core.Credentials;

/// <summary>An order in which the many of one never come before the few of another.</summary>
public static class FairOrder
{
    /// <summary>The first of each queue, then the second of each, and so on.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<IEnumerable<T>> queues) =>
        queues.SelectMany(queue => queue.Index()).OrderBy(item => item.Index).Select(item => item.Item);
}
