namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>A host has no address that may be connected to.</summary>
internal sealed class RefusedAddressException(string host) : Exception($"{host} has no address that may be connected to")
{
    /// <summary>The handler wraps what its connections fail with.</summary>
    public static bool IsIn(Exception error) => error is HttpRequestException { InnerException: RefusedAddressException };
}
