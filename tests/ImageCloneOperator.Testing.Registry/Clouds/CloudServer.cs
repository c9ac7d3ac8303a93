using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Clouds;

/// <summary>
/// The endpoints of AWS, Google and Azure by which a pod logs in to their registries, on loopback. They take nothing that the clouds
/// would refuse.
/// </summary>
public sealed class CloudServer : IAsyncDisposable
{
    private const string RegistryScope = "https://containerregistry.azure.net/.default";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private int _tokens;

    private CloudServer(TimeProvider time)
    {
        _time = time;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        ((IApplicationBuilder)_app).Run(HandleAsync);
    }

    /// <summary>Such as <c>http://127.0.0.1:5000/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    public string Host => Address.Authority;

    /// <summary>What registries take as a password.</summary>
    public string RegistryToken { get; } = $"cloud-{Guid.NewGuid():N}";

    /// <summary>What the pod's token must be.</summary>
    public string PodToken { get; set; } = "pod-token";

    /// <summary>How long tokens live.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The next requests are answered so, as a cloud that slows callers down.</summary>
    public int Throttled { get; set; }

    /// <summary>Audiences that Entra knows.</summary>
    public IReadOnlyList<string> EntraScopes { get; set; } = [RegistryScope];

    /// <summary>The audience of tokens that Azure's registries take.</summary>
    public string ExchangeScope { get; set; } = RegistryScope;

    /// <summary>Those of a registry that takes the tokens of the three clouds.</summary>
    public IReadOnlyList<RegistryAccount> Accounts =>
        [new("AWS", RegistryToken), new("oauth2accesstoken", RegistryToken), new("00000000-0000-0000-0000-000000000000", RegistryToken)];

    /// <summary>The repositories that were made in ECR, with what was asked for.</summary>
    public EcrRepositoryStore Repositories { get; } = new();

    /// <summary>How many tokens for registries were given.</summary>
    public int Tokens => Volatile.Read(ref _tokens);

    public static async Task<CloudServer> StartAsync(TimeProvider? time = null)
    {
        var server = new CloudServer(time ?? TimeProvider.System);
        await server._app.StartAsync();
        server.Address = new Uri(((IApplicationBuilder)server._app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>The environment of a pod that has an identity in all three clouds, by a token in this file.</summary>
    public Dictionary<string, string> Variables(string tokenFile) => new()
    {
        ["AWS_REGION"] = "eu-west-1",
        ["AWS_ENDPOINT_URL_ECR"] = $"{Address}ecr",
        ["AWS_ENDPOINT_URL_STS"] = $"{Address}sts",
        ["AWS_WEB_IDENTITY_TOKEN_FILE"] = tokenFile,
        ["AWS_ROLE_ARN"] = AwsChecks.Role,
        ["GCE_METADATA_HOST"] = Host,
        ["AZURE_AUTHORITY_HOST"] = $"{Address}",
        ["AZURE_TENANT_ID"] = "tenant",
        ["AZURE_CLIENT_ID"] = "client",
        ["AZURE_FEDERATED_TOKEN_FILE"] = tokenFile,
    };

    /// <summary>Azure's token exchange, which is the registry's own: to be its <see cref="RegistryServer.Interceptor"/>.</summary>
    public async Task ExchangeAsync(HttpContext context, Func<Task> next)
    {
        if (context.Request.Path != "/oauth2/exchange")
            await next();
        else
        {
            var form = await context.Request.ReadFormAsync();
            if (form is not { Count: 4 }
                || form["access_token"] != $"entra-token for {ExchangeScope}"
                || form["tenant"] != "tenant"
                || form["service"] != $"{context.Request.Host}")
            {
                await RefuseAsync(context, 401, """{"errors":[{"code":"UNAUTHORIZED","message":"the token is not of this tenant"}]}""");
            }
            else
            {
                Interlocked.Increment(ref _tokens);
                await WriteAsync(context, new JsonObject { ["refresh_token"] = RegistryToken });
            }
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (Throttled > 0)
        {
            Throttled--;
            await RefuseAsync(context, 429, """{"__type":"ThrottlingException","message":"Rate exceeded"}""");
            return;
        }

        var answer = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/sts/") => AssumeRoleAsync(context),
            ("GET", "/container") => ContainerAsync(context),
            ("PUT", "/latest/api/token") => InstanceLoginAsync(context),
            ("GET", "/latest/meta-data/iam/security-credentials/") => InstanceAsync(context, "role-of-node"),
            ("GET", "/latest/meta-data/iam/security-credentials/role-of-node") => InstanceAsync(context, AwsChecks.CredentialJson),
            ("POST", "/ecr/") => EcrAsync(context),
            ("GET", "/computeMetadata/v1/instance/service-accounts/default/token") => GoogleMetadataAsync(context),
            ("POST", "/google/sts") => GoogleStsAsync(context),
            ("POST", "/tenant/oauth2/v2.0/token") => EntraAsync(context),
            _ => RefuseAsync(context, 404, "no such endpoint"),
        };
        await answer;
    }

    private async Task AssumeRoleAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["Action"] != "AssumeRoleWithWebIdentity" || form["Version"] != "2011-06-15" || form["RoleSessionName"].Count != 1)
            await RefuseAsync(context, 400, "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>");
        else if (form["RoleArn"] != AwsChecks.Role || form["WebIdentityToken"] != PodToken)
        {
            await RefuseAsync(
                context,
                403,
                "<ErrorResponse><Error><Code>AccessDenied</Code>"
                    + "<Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>");
        }
        else
            await context.Response.WriteAsync(AwsChecks.AssumeRoleXml);
    }

    private Task ContainerAsync(HttpContext context) =>
        context.Request.Headers.Authorization == PodToken
            ? context.Response.WriteAsync(AwsChecks.CredentialJson)
            : RefuseAsync(context, 401, "the token is refused");

    private static Task InstanceLoginAsync(HttpContext context) =>
        int.TryParse(context.Request.Headers["X-aws-ec2-metadata-token-ttl-seconds"], out var seconds) && seconds is >= 1 and <= 21_600
            ? context.Response.WriteAsync("session")
            : RefuseAsync(context, 400, "the header X-aws-ec2-metadata-token-ttl-seconds is missing");

    private static Task InstanceAsync(HttpContext context, string answer) =>
        context.Request.Headers["X-aws-ec2-metadata-token"] == "session"
            ? context.Response.WriteAsync(answer)
            : RefuseAsync(context, 401, "");

    private async Task EcrAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (AwsChecks.ProblemOf(context.Request, body.ToArray(), _time.GetUtcNow()) is { } problem)
            await RefuseAsync(context, 400, $$"""{"__type":"InvalidSignatureException","message":"{{problem}}"}""");
        else if (AwsChecks.ActionOf(context.Request) is not "GetAuthorizationToken" and var action)
        {
            var (status, answer) = Repositories.Call(action, JsonNode.Parse(body.ToArray())!.AsObject());
            context.Response.StatusCode = status;
            await WriteAsync(context, answer);
        }
        else
        {
            Interlocked.Increment(ref _tokens);
            var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{RegistryToken}"));
            var ends = (_time.GetUtcNow() + Life).ToUnixTimeMilliseconds() / 1000.0;
            await WriteAsync(context, new JsonObject
            {
                ["authorizationData"] = new JsonArray(new JsonObject { ["authorizationToken"] = token, ["expiresAt"] = ends }),
            });
        }
    }

    private Task GoogleMetadataAsync(HttpContext context)
    {
        context.Response.Headers["Metadata-Flavor"] = "Google";
        return context.Request.Headers["Metadata-Flavor"] == "Google"
            ? GoogleTokenAsync(context)
            : RefuseAsync(context, 403, "the header Metadata-Flavor is missing");
    }

    private async Task GoogleStsAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["grant_type"] != "urn:ietf:params:oauth:grant-type:token-exchange"
            || form["audience"] != "//iam/pool"
            || form["subject_token"] != PodToken)
        {
            await RefuseAsync(context, 400, """{"error":"invalid_grant","error_description":"The audience in ID Token does not match"}""");
        }
        else
            await GoogleTokenAsync(context);
    }

    private Task GoogleTokenAsync(HttpContext context)
    {
        Interlocked.Increment(ref _tokens);
        return WriteAsync(context, new JsonObject
        {
            ["access_token"] = RegistryToken,
            ["expires_in"] = (int)Life.TotalSeconds,
            ["token_type"] = "Bearer",
        });
    }

    private async Task EntraAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var isGood = form["grant_type"] == "client_credentials"
            && form["client_id"] == "client"
            && form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            && form["client_assertion"] == PodToken;
        if (!isGood)
        {
            await RefuseAsync(
                context, 401, """{"error":"invalid_client","error_description":"AADSTS700213: No matching federated identity"}""");
        }
        else if (!EntraScopes.Contains(form["scope"].ToString(), StringComparer.Ordinal))
        {
            await RefuseAsync(
                context, 400, """{"error":"invalid_resource","error_description":"AADSTS500011: The resource principal was not found"}""");
        }
        else
        {
            await WriteAsync(context, new JsonObject
            {
                ["access_token"] = $"entra-token for {form["scope"]}",
                ["expires_in"] = 3599,
                ["token_type"] = "Bearer",
            });
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }

    private static Task WriteAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
