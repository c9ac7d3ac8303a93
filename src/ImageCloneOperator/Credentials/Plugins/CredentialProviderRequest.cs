namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>What a plugin reads: for which image a credential is wanted, without tag and digest.</summary>
internal sealed record CredentialProviderRequest(string ApiVersion, string Image)
{
    public string Kind { get; } = "CredentialProviderRequest";
}
