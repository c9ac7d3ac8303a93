using ImageCloneOperator.Testing.Registry.Storage;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>The address where an upload goes on, and how far it is.</summary>
internal static class UploadLocation
{
    public static void Accept(RegistryCall call, UploadSession session)
    {
        session.Step++;
        var response = call.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.Headers.Location = Write(call, session);
        response.Headers["Docker-Upload-UUID"] = session.Id;
        // An empty session has no honest range: this is what Docker's own registry says of it.
        response.Headers.Range = $"0-{Math.Max(0, session.Length - 1)}";
    }

    /// <summary>Some registries take each Location only once.</summary>
    public static void Check(RegistryCall call, UploadSession session)
    {
        if (call.Quirks.ChangingLocation && call.Query("_state") != session.Step.ToString())
            throw new DistributionException(400, "BLOB_UPLOAD_INVALID", "the newest Location must be used");
    }

    private static string Write(RegistryCall call, UploadSession session)
    {
        var relative = session.Id + (call.Quirks.ChangingLocation ? $"?_state={session.Step}" : "");
        var path = $"/v2/{session.Repository}/blobs/uploads/{relative}";
        return call.Quirks.LocationStyle switch
        {
            LocationStyle.Absolute => $"{call.Request.Scheme}://{call.Request.Host}{path}",
            LocationStyle.HostOnly => $"//{call.Request.Host}{path}",
            LocationStyle.Relative => relative,
            _ => path,
        };
    }
}
