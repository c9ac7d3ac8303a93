using ImageCloneOperator.DevCluster.Api.Storage;

namespace ImageCloneOperator.DevCluster.Api.Controllers;

/// <summary>Reacts to every change of the cluster, one after another.</summary>
internal interface IController
{
    void React(WatchRecord record);
}
