namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>Others own fields that the configuration would change: 409 with reason Conflict, unless the client forces it.</summary>
public sealed class ApplyConflictException(IReadOnlyList<ApplyConflict> conflicts) : Exception(Describe(conflicts))
{
    public IReadOnlyList<ApplyConflict> Conflicts { get; } = conflicts;

    private static string Describe(IReadOnlyList<ApplyConflict> conflicts)
    {
        if (conflicts is [var only]) return $"Apply failed with 1 conflict: {only.Message}: {only.Field}";
        var groups = conflicts.GroupBy(conflict => conflict.Manager).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(conflict => "- " + conflict.Field))}");
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', groups)}";
    }
}
