using ImageCloneOperator.DevCluster.Api.Storage;

namespace ImageCloneOperator.DevCluster.Api.Controllers;

/// <summary>Reacts to every change of the cluster, one after another.</summary>
internal interface IController
{
    Task ReactAsync(WatchRecord record);
}
