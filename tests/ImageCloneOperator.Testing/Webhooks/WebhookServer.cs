using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Testing.Webhooks;

/// <summary>An admission webhook over HTTPS on loopback.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookServer(WebApplication app, string caBundle) => (_app, CaBundle) = (app, caBundle);

    public string CaBundle { get; }

    public string Url { get; private set; } = "";

    /// <param name="answer">The response to a request of an AdmissionReview, without its uid.</param>
    /// <param name="host">A name that its certificate is for, besides its address.</param>
    /// <param name="address">Where the API server reaches it; null for loopback.</param>
    public static async Task<WebhookServer> StartAsync(
        Func<JsonObject, JsonObject> answer, string host = "localhost", IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signed = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(address, 0, listen => listen.UseHttps(certificate)));
        var server = new WebhookServer(
            builder.Build(), Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())));
        server._app.Run(http => AnswerAsync(http, answer));
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, Func<JsonObject, JsonObject> answer)
    {
        var review = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
        var response = answer(review["request"]!.AsObject());
        response["uid"] = review["request"]!["uid"]!.DeepClone();
        await http.Response.WriteAsync(new JsonObject
        {
            ["apiVersion"] = "admission.k8s.io/v1",
            ["kind"] = "AdmissionReview",
            ["response"] = response,
        }.ToJsonString());
    }
}
