namespace ImageCloneOperator.Registry.Authentication;

/// <summary>One challenge of a WWW-Authenticate header (RFC 9110, 11.6.1). Scheme and parameter names compare without case.</summary>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public bool IsBearer => Scheme.Equals("bearer", StringComparison.OrdinalIgnoreCase) && Realm.Length > 0;

    public bool IsBasic => Scheme.Equals("basic", StringComparison.OrdinalIgnoreCase);

    public string Realm => this["realm"];

    public string Service => this["service"];

    public string Scope => this["scope"];

    private string this[string name] => Parameters.GetValueOrDefault(name, "");
}
