using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Errors;

/// <summary>A request that ends in a <c>metav1.Status</c> of failure.</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    /// <summary>Only for an expired continue token: where an inconsistent list may go on.</summary>
    public string? Continue { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>Answered as plain text, as a server does below its API machinery.</summary>
    public bool IsBare { get; init; }

    public JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (Continue is not null) metadata["continue"] = Continue;
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (reason.Length > 0) status["reason"] = reason;
        var shown = details?.DeepClone().AsObject();
        if (RetryAfterSeconds is { } seconds) (shown ??= [])["retryAfterSeconds"] = seconds;
        if (shown is not null) status["details"] = shown;
        status["code"] = code;
        return status;
    }
}
