namespace ImageCloneOperator.Core.Policies;

/// <summary>A key of a secret in the operator's namespace that holds certificates in PEM.</summary>
public sealed record CertificateAuthoritySecret(string Name, string Key);
