namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Bytes of a blob that are streamed to a registry.</summary>
/// <param name="Content">Makes the request's body; again where a redirect asks for it.</param>
/// <param name="AsksFirst">The registry is asked before the bytes are sent, so that it can refuse them unsent.</param>
internal sealed record UploadBody(Func<HttpContent> Content, bool AsksFirst);
