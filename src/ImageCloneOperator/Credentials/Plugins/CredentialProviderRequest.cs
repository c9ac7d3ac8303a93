namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>The input of a plugin: the image that wants a credential, without tag and digest.</summary>
internal sealed record CredentialProviderRequest(string ApiVersion, string Image)
{
    public string Kind { get; } = "CredentialProviderRequest";
}
