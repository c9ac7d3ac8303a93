using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Controllers;

/// <summary>Reacts to every change of the cluster, one after another.</summary>
internal interface IController
{
    Task ReactAsync(WatchRecord record);
}
