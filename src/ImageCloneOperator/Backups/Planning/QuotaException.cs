namespace ImageCloneOperator.Backups.Planning;

/// <summary>An image gets no ImageBackup, since its namespace has as many as the policy allows.</summary>
public sealed class QuotaException(string policy, string image) : Exception($"policy {policy} leaves {image} out")
{
    public string Policy => policy;

    public string Image => image;
}
