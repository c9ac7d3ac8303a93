namespace ImageCloneOperator.Observability;

internal static class OperatorMeter
{
    /// <summary>The meter of all of this program's own instruments.</summary>
    public const string Name = "ImageCloneOperator";
}
