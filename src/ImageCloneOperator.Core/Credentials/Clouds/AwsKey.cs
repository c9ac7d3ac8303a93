namespace ImageCloneOperator.Core.Credentials.Clouds;

/// <summary>An access key of AWS. It never prints its secrets.</summary>
/// <param name="Id">The access key's id.</param>
/// <param name="Secret">The secret access key.</param>
/// <param name="Session">The session token of a temporary key.</param>
public sealed record AwsKey(string Id, string Secret, string? Session = null)
{
    public override string ToString() => $"access key {Id}";
}
