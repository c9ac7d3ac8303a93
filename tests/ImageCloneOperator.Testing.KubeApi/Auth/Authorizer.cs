using ImageCloneOperator.Testing.KubeApi.Errors;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>Role-based access control over what is asked.</summary>
internal sealed class Authorizer(Cluster cluster)
{
    /// <exception cref="ApiException">403 when nothing allows it.</exception>
    public void Require(Identity user, AccessAttributes attributes)
    {
        if (!Decide(user, attributes).Allowed) throw attributes.Denied(user);
    }

    public (bool Allowed, string Reason) Decide(Identity user, AccessAttributes attributes)
    {
        if (user.IsIn(Identity.Masters)) return (true, "");
        foreach (var (rule, reason) in Rules.For(cluster, user, attributes.Namespace))
        {
            if (rule.Allows(attributes)) return (true, reason);
        }

        return (false, "");
    }
}
