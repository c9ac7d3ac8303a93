namespace ImageCloneOperator.Core.Policies;

/// <summary>What a policy's catalogue says, and how many of its restore points are kept, and for how long.</summary>
public sealed record CatalogRule(bool Users, int Keep, TimeSpan KeepFor)
{
    public static CatalogRule Default { get; } = new(Users: true, Keep: 30, TimeSpan.FromDays(90));
}
