namespace ImageCloneOperator.Kubernetes.Coordination;

public static class MembershipExtensions
{
    /// <summary>Whether the key is this replica's to work on, at this moment.</summary>
    public static bool Owns(this IMembership membership, string key) => membership.Members.OwnerOf(key) == membership.Name;
}
