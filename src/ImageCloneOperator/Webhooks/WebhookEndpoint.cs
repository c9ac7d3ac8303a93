using ImageCloneOperator.Options;
using ImageCloneOperator.Webhooks.Admission;
using ImageCloneOperator.Webhooks.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Webhooks;

/// <summary>The endpoint that the API server asks: HTTPS on a port of its own.</summary>
internal static class WebhookEndpoint
{
    public static void Listen(KestrelServerOptions kestrel, BindAddress bind) => bind.Listen(kestrel, Configure);

    /// <summary>Before everything else that the application serves.</summary>
    public static void Map(WebApplication app) => app.MapWhen(
        http => http.Features.Get<Mark>() is not null,
        webhooks => webhooks.Run(webhooks.ApplicationServices.GetRequiredService<AdmissionHandler>().HandleAsync));

    private static void Configure(ListenOptions listen)
    {
        var serving = listen.ApplicationServices.GetRequiredService<ServingCertificate>();
        var callers = listen.ApplicationServices.GetRequiredService<WebhookCallers>();
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(callers.Tls(serving.Tls)) });
        listen.Use(next => connection =>
        {
            connection.Features.Set(new Mark());
            return next(connection);
        });
    }

    /// <summary>On every connection to this port: ports may be chosen by the system.</summary>
    private sealed class Mark;
}
