using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>Who may do what.</summary>
internal sealed class Access(RegistryOptions options)
{
    public const string Pull = "pull";
    public const string Push = "push";

    public RegistryAccount? Find(string user, string password) =>
        options.Accounts.FirstOrDefault(account => account.User == user && Same(account.Password, password));

    public bool Allows(RegistryAccount? account, string repository, string action) => action switch
    {
        Pull => Matches(options.AnonymousPull, repository) || Matches(account?.Pull, repository),
        Push or "delete" => Matches(account?.Push, repository),
        "*" => Matches(account?.Push, repository),
        _ => false,
    };

    private static bool Matches(IReadOnlyList<string>? patterns, string repository) => patterns?.Any(pattern =>
        pattern == "*" || pattern == repository
        || (pattern.EndsWith("/*", StringComparison.Ordinal) && repository.StartsWith(pattern[..^1], StringComparison.Ordinal))) == true;

    private static bool Same(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
