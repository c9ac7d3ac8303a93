namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>One budget at one host: how many requests at once, and how fast one after the other.</summary>
internal sealed record RequestLane(AdaptiveLimiter Slots, RequestPace Pace);
