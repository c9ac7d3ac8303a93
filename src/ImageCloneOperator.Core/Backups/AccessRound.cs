namespace ImageCloneOperator.Core.Backups;

/// <summary>The answers of a source that was asked for an image.</summary>
/// <param name="Everybody">Asked with what the policy shares with all that it selects.</param>
/// <param name="Namespaces">Asked with what each namespace has besides.</param>
public sealed record AccessRound(AccessAnswer Everybody, IReadOnlyDictionary<string, AccessAnswer> Namespaces)
{
    /// <summary>All namespaces that use the image were asked.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Asked with every credential that the operator has for it; it is asked only where a right would end.</summary>
    public AccessAnswer Operator { get; init; }

    /// <summary>The source gives the image to somebody.</summary>
    public bool IsGiven =>
        Everybody == AccessAnswer.Given || Operator == AccessAnswer.Given || Namespaces.Values.Contains(AccessAnswer.Given);

    /// <summary>Every question was answered.</summary>
    public bool IsAnswered => Everybody != AccessAnswer.Unknown && !Namespaces.Values.Contains(AccessAnswer.Unknown);
}
