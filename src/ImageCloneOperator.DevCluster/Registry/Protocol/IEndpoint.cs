namespace ImageCloneOperator.DevCluster.Registry.Protocol;

/// <summary>Serves one kind of request.</summary>
internal interface IEndpoint
{
    Task HandleAsync(RegistryCall call);
}
