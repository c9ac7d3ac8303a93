using System.Diagnostics;

namespace ImageCloneOperator.Registry;

public static class RegistryTracing
{
    /// <summary>The source of a span for each blob of a copy, and for each request.</summary>
    public const string SourceName = "ImageCloneOperator.Registry";

    internal static readonly ActivitySource Source = new(SourceName);
}
