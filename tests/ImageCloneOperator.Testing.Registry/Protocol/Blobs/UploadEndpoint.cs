using ImageCloneOperator.Testing.Registry.Storage;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>
/// Distribution specification, end-4 to end-6, end-11, end-13 and end-14: start, continue, finish, ask about and cancel an upload.
/// </summary>
internal sealed class UploadEndpoint : IEndpoint
{
    public async Task HandleAsync(RegistryCall call)
    {
        if (call.Route.Reference.Length == 0)
        {
            await (HttpMethods.IsPost(call.Request.Method) ? UploadStart.HandleAsync(call) : throw DistributionException.NotAllowed());
            return;
        }
        var session = Find(call);
        call.Context.RequestAborted = await session.EnterAsync(call.Aborted);
        try
        {
            // Whoever was inside may have ended the session.
            Find(call);
            UploadLocation.Check(call, session);
            await UploadStep.HandleAsync(call, session);
        }
        finally
        {
            session.Leave();
        }
    }

    private static UploadSession Find(RegistryCall call) =>
        call.Store.FindUpload(call.Route.Repository, call.Route.Reference)
        ?? throw DistributionException.UploadUnknown(call.Route.Reference);
}
