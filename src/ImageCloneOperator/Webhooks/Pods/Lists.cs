namespace ImageCloneOperator.Webhooks.Pods;

internal static class Lists
{
    /// <summary>JSON may have null where types say that there is none.</summary>
    public static bool IsAny<T>(this IEnumerable<T>? list, Func<T?, bool> predicate)
        where T : class => list?.Any(item => predicate(item)) is true;
}
