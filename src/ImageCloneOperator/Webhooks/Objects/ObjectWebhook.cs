using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Webhooks.Admission;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Objects;

/// <summary>Refuses a BackupPolicy or an ImageBackup that the controllers would refuse later, with all that is wrong with it.</summary>
internal sealed class ObjectWebhook(TargetClaims claims) : IAdmissionWebhook
{
    private const int Unprocessable = 422;

    public string Name => "validate";

    public string Path => "/validate";

    public AdmissionResponse Answer(AdmissionRequest request)
    {
        if (request.Kind is not { Group: ApiGroup.Name } || IsLeftAlone(request)) return AdmissionResponse.Allow;
        var errors = request.Kind.Kind switch
        {
            BackupPolicy.KindName => ObjectErrors.OfPolicy(request.Object),
            ImageBackup.KindName => ObjectErrors.OfBackup(request.Object, backup => First(request, backup)),
            _ => [],
        };
        if (errors.Count > 0) return new AdmissionResponse { Allowed = false, Status = Refusal(request, errors) };
        return request.Kind.Kind == BackupPolicy.KindName && ObjectErrors.WarningOfPolicy(request.Object) is { } warning
            ? AdmissionResponse.AllowWith($"spec.target: {warning}")
            : AdmissionResponse.Allow;
    }

    /// <summary>An object that is being created comes after all that exist, whatever time it brings.</summary>
    private ImageBackup? First(AdmissionRequest request, ImageBackup backup)
    {
        if (request.Operation == AdmissionRequest.Create) backup.Metadata.CreationTimestamp = null;
        return claims.Before(backup);
    }

    /// <summary>
    /// Existing objects must stay changeable: an object that was valid for an earlier version can lose its finalizers and change its
    /// labels, and one that is being deleted can go.
    /// </summary>
    private static bool IsLeftAlone(AdmissionRequest request) => request.Operation switch
    {
        AdmissionRequest.Create => false,
        AdmissionRequest.Update => !request.OldObject.At("metadata", "deletionTimestamp").IsMissing()
            || request.Object.At("spec").IsSameAs(request.OldObject.At("spec")),
        _ => true,
    };

    private static V1Status Refusal(AdmissionRequest request, IReadOnlyList<FieldProblem> errors) => new()
    {
        Status = "Failure",
        Code = Unprocessable,
        Reason = ApiStatusReason.Invalid,
        Message = $"{request.Kind!.Kind}.{request.Kind.Group} \"{request.Name}\" is invalid: "
            + $"{(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]")}",
        Details = new V1StatusDetails
        {
            Name = request.Name,
            Group = request.Kind.Group,
            Kind = request.Kind.Kind,
            Causes = [.. errors.Select(
                error => new V1StatusCause { Reason = "FieldValueInvalid", Field = error.Field, Message = error.Message })],
        },
    };
}
