namespace ImageCloneOperator.EndToEnd.Tests.Support.Otlp;

/// <param name="Source">The ActivitySource it is of.</param>
/// <param name="Parent">The id of the span around it; empty where there is none.</param>
/// <param name="Attributes">Values as text.</param>
internal sealed record OtlpSpan(
    string Source, string Trace, string Id, string Parent, string Name, bool IsError, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The attribute's value; null where it has none.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}
