using ImageCloneOperator.Testing.KubeApi.Errors;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>Acting as somebody else: <c>kubectl --as</c>.</summary>
internal sealed class Impersonation(Authorizer authorizer)
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <exception cref="ApiException">403 when the user may not.</exception>
    public Identity Apply(HttpContext http, Identity user)
    {
        var headers = http.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].Where(group => !string.IsNullOrEmpty(group)).Select(group => group!).ToList();
        if (name.Length == 0)
        {
            if (groups.Count > 0) throw ApiError.Internal("invalid impersonation: requested groups without impersonating a user");
            return user;
        }

        var target = Target(name, groups);
        Require(user, target, groups);
        var extra = headers.Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..]).ToLowerInvariant(), IReadOnlyList<string> (header) => [.. header.Value.Select(value => value ?? "")]);
        return target with { Uid = headers["Impersonate-Uid"].ToString(), Extra = extra };
    }

    private static Identity Target(string name, List<string> groups)
    {
        var parts = name.Split(':');
        var account = parts is ["system", "serviceaccount", _, _] ? Identity.ServiceAccount(parts[2], parts[3]) : null;
        if (account is not null && groups.Count == 0) return account;
        if (name == Identity.Anonymous.User) return Identity.Anonymous;
        return new Identity(name, groups.Contains("system:authenticated") ? groups : [.. groups, "system:authenticated"]);
    }

    private void Require(Identity user, Identity target, List<string> groups)
    {
        var parts = target.User.Split(':');
        authorizer.Require(user, parts is ["system", "serviceaccount", _, _]
            ? new AccessAttributes("impersonate") { Resource = "serviceaccounts", Namespace = parts[2], Name = parts[3] }
            : new AccessAttributes("impersonate") { Resource = "users", Name = target.User });
        foreach (var group in groups) authorizer.Require(user, new AccessAttributes("impersonate") { Resource = "groups", Name = group });
    }
}
