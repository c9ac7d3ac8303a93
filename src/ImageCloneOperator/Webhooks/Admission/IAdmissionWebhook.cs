namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>Judges writes. It answers from what it has at hand: requests of the cluster's users wait for it.</summary>
internal interface IAdmissionWebhook
{
    /// <summary>Its name in metrics and logs.</summary>
    string Name { get; }

    /// <summary>Its path, such as <c>/validate</c>.</summary>
    string Path { get; }

    AdmissionResponse Answer(AdmissionRequest request);
}
