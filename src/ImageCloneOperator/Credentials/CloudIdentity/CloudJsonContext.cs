using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.CloudIdentity;

[JsonSerializable(typeof(AwsCredentialAnswer))]
[JsonSerializable(typeof(EcrAnswer))]
[JsonSerializable(typeof(EcrPublicAnswer))]
[JsonSerializable(typeof(OAuthToken))]
[JsonSerializable(typeof(GoogleAccessToken))]
[JsonSerializable(typeof(ExternalAccount))]
[JsonSerializable(typeof(JwtEnd))]
[JsonSerializable(typeof(CloudError))]
internal sealed partial class CloudJsonContext : JsonSerializerContext;
