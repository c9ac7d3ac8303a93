using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>A copy as somebody would pull it.</summary>
/// <param name="Endpoint">The copy's tag, with the credentials.</param>
/// <param name="Who">Whose credentials these are, for messages; empty where there is nobody else.</param>
internal sealed record CopyLogin(RegistryEndpoint Endpoint, string Who);
