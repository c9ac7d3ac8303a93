namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>A request that is no question of an API server; the message says to its sender why.</summary>
internal sealed class BadReviewException(int statusCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>That of HTTP.</summary>
    public int StatusCode => statusCode;
}
