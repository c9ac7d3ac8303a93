namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>A variable of a plugin's environment, beside those of the operator's own.</summary>
internal sealed record CredentialProviderVariable
{
    public required string Name { get; init; }

    public string Value { get; set; } = "";
}
