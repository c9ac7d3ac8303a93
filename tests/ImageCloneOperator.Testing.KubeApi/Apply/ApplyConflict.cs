namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>A field that somebody else owns: a cause of the 409, with reason <c>FieldManagerConflict</c>.</summary>
public sealed record ApplyConflict(string Manager, string Field)
{
    public string Message => "conflict with " + Manager;
}
