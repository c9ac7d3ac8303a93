namespace ImageCloneOperator.Core.Workloads;

public sealed record SecretName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
