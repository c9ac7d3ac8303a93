using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Dashboard;

/// <summary>What all pages have around them.</summary>
/// <param name="replica">Whose page it is.</param>
internal sealed class PageLayout(string replica)
{
    private static readonly string Style = Read("dashboard.css");

    private static readonly string Script = Read("dashboard.js");

    /// <summary>The browser runs and applies nothing but what is in the page, and asks nobody but the operator.</summary>
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Html Around(string title, Html body) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <noscript><meta http-equiv="refresh" content="15"></noscript>
        <title>{title}</title>
        <style>{new Html(Style)}</style>
        </head>
        <body>
        <header><h1><a href="/">Image backups</a></h1><span>{replica}</span> <span id="live" role="status"></span></header>
        <main>
        {body}
        </main>
        <script>{new Html(Script)}</script>
        </body>
        </html>
        """);

    private static string Read(string name)
    {
        using var resource = typeof(PageLayout).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
