using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.DevCluster.Registry.Protocol;

/// <summary>Distribution specification, end-4 to end-6, end-11, end-13 and end-14: start, continue, finish, ask about and cancel an upload.</summary>
internal sealed class UploadEndpoint : IEndpoint
{
    public async Task HandleAsync(RegistryCall call)
    {
        if (call.Route.Reference.Length == 0)
        {
            await (HttpMethods.IsPost(call.Request.Method) ? UploadStart.HandleAsync(call) : throw RegistryException.NotAllowed());
            return;
        }
        var session = call.Store.FindUpload(call.Route.Repository, call.Route.Reference)
            ?? throw RegistryException.UploadUnknown(call.Route.Reference);
        UploadLocation.Check(call, session);
        await session.Gate.WaitAsync(call.Aborted);
        try
        {
            await UploadStep.HandleAsync(call, session);
        }
        finally
        {
            session.Gate.Release();
        }
    }
}
