namespace ImageCloneOperator.Webhooks.Objects;

internal sealed record FieldProblem(string Field, string Message)
{
    /// <param name="sentence">Begins with the field, as all our errors do: <c>spec.target: …</c>.</param>
    public static FieldProblem Of(string sentence) => sentence.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end
        ? new FieldProblem(sentence[..end], sentence[(end + 2)..])
        : new FieldProblem("", sentence);

    public override string ToString() => $"{Field}: {Message}";
}
