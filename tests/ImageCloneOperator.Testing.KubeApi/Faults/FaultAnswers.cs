using ImageCloneOperator.Testing.KubeApi.Errors;

namespace ImageCloneOperator.Testing.KubeApi.Faults;

/// <summary>Words injected errors as a server in trouble would.</summary>
internal static class FaultAnswers
{
    public static ApiException Error(ApiFault fault)
    {
        var (reason, message) = fault.Code switch
        {
            401 => ("Unauthorized", "Unauthorized"),
            403 => ("Forbidden", "forbidden by an injected fault"),
            404 => ("NotFound", "the server could not find the requested resource"),
            409 => (
                "Conflict",
                "Operation cannot be fulfilled: the object has been modified; "
                    + "please apply your changes to the latest version and try again"),
            410 => ("Expired", "The resourceVersion for the provided watch is too old."),
            429 => ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
            500 => ("InternalError", "Internal error occurred: an injected fault"),
            503 => ("ServiceUnavailable", "the server is currently unable to handle the request"),
            504 => ("Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"),
            _ => ("", "an injected fault"),
        };
        return new ApiException(fault.Code, reason, message, [])
        {
            RetryAfterSeconds = fault.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
        };
    }
}
