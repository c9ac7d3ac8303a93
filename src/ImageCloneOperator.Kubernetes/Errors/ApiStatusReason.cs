namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary>The reasons of <c>metav1.Status</c> that programs act on.</summary>
public static class ApiStatusReason
{
    public const string AlreadyExists = "AlreadyExists";

    public const string Expired = "Expired";

    public const string Invalid = "Invalid";

    public const string ResourceVersionTooLarge = "ResourceVersionTooLarge";
}
