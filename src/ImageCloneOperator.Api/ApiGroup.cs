namespace ImageCloneOperator.Api;

/// <summary>Where the Kubernetes API serves the two kinds.</summary>
public static class ApiGroup
{
    public const string Name = "imageclone.dev";

    public const string Version = "v1alpha1";

    /// <summary>What stands in a manifest's <c>apiVersion</c>.</summary>
    public const string ApiVersion = Name + "/" + Version;

    /// <summary>Both kinds: <c>kubectl get imageclone</c>.</summary>
    public const string Category = "imageclone";
}
