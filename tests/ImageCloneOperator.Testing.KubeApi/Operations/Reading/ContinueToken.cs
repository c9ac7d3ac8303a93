using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>Where a paged list goes on: after a key, as of a revision, until a time. Revision -1 goes on inconsistently.</summary>
internal sealed record ContinueToken(long Revision, string After, long ExpiresAt)
{
    public override string ToString() =>
        Base64Url.EncodeToString(
            new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Revision, ["start"] = After, ["exp"] = ExpiresAt }.ToUtf8());

    /// <exception cref="ApiException">400 when it isn't one.</exception>
    public static ContinueToken Parse(string text)
    {
        try
        {
            var token = Json.ParseObject(Base64Url.DecodeFromChars(text));
            return new ContinueToken(token.Number("rv"), token.Text("start"), token.Number("exp"));
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            throw ApiError.BadRequest("invalid continue token: continue key is not valid: it was not given by this server");
        }
    }

    public static ApiException Expired(ContinueToken token) => new(410, "Expired",
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
            + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the "
            + "provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the "
            + "first chunk was returned and now may show up in the list.")
    {
        Continue = (token with { Revision = -1 }).ToString(),
    };
}
