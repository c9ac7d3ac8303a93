namespace ImageCloneOperator.Testing.Registry.Protocol;

/// <summary>Serves one kind of request.</summary>
internal interface IEndpoint
{
    Task HandleAsync(RegistryCall call);
}
