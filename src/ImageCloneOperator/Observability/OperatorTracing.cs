using System.Diagnostics;

namespace ImageCloneOperator.Observability;

internal static class OperatorTracing
{
    /// <summary>Spans of this program itself; reconciles and registries have sources of their own.</summary>
    public static readonly ActivitySource Source = new("ImageCloneOperator");
}
