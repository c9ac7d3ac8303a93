namespace ImageCloneOperator.Registry.Authentication;

/// <summary>
/// A token and until when it is used; it is renewed with a quarter of its life left, so that long requests start with a good one.
/// </summary>
internal sealed record BearerToken(string Value, DateTimeOffset UseUntil)
{
    public override string ToString() => $"BearerToken(until {UseUntil:u})";
}
