namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>A question of the API server, or the answer to one (admission.k8s.io/v1).</summary>
internal sealed record AdmissionReview
{
    public const string V1 = "admission.k8s.io/v1";
    public const string KindName = "AdmissionReview";

    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public AdmissionRequest? Request { get; init; }

    public AdmissionResponse? Response { get; init; }

    public static AdmissionReview Of(AdmissionResponse response) => new() { ApiVersion = V1, Kind = KindName, Response = response };
}
