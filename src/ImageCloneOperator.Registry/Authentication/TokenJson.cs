using System.Text.Json.Serialization;

namespace ImageCloneOperator.Registry.Authentication;

[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class TokenJson : JsonSerializerContext;
