using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Client.Json;
using ImageCloneOperator.Kubernetes.Client.Transport;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Client;

/// <summary>The API over HTTP; one instance serves a whole process.</summary>
public sealed class KubernetesClient : IKubernetesClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly ApiTransport _transport;
    private readonly KubernetesJson _json;
    private readonly string _fieldManager;

    public KubernetesClient(KubernetesClientConfiguration configuration, KubernetesClientOptions? options = null, IMeterFactory? meters = null, TimeProvider? time = null)
    {
        options ??= new();
        time ??= TimeProvider.System;
        _fieldManager = options.FieldManager;
        _json = new(options.TypeInfoResolvers);
        _http = HttpTransport.Create(configuration);
        _transport = new(
            _http,
            _json,
            new(options.MaxRetries, options.MaxRetryDelay, time),
            new(_json, configuration.Server, configuration.Source, time),
            new(meters?.Create(ClientMetrics.MeterName) ?? new Meter(ClientMetrics.MeterName)),
            options.RequestTimeout,
            time);
    }

    public void Dispose() => _http.Dispose();

    public async Task<T?> GetAsync<T>(string name, string? @namespace, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => await FindAsync<T, T>(name, @namespace, cancellationToken) is { } found ? WithType(found) : null;

    public async Task<JsonObject?> GetJsonAsync<T>(string name, string? @namespace, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => (JsonObject?)await FindAsync<T, JsonNode>(name, @namespace, cancellationToken);

    public async Task<KubernetesList<T>> ListAsync<T>(ListOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var request = Request<T>("list", HttpMethod.Get, options.Namespace) with
        {
            Query = QueryStrings.Of(options),
            Accept = options.MetadataOnly ? MediaTypes.MetadataList : MediaTypes.Json,
        };
        var list = await _transport.ReadAsync(request, _json.ListTypeInfo<T>(), cancellationToken);
        foreach (var item in list.Items ?? [])
            WithType(item);
        return new(
            list.Items ?? [],
            list.Metadata?.ResourceVersion ?? "",
            string.IsNullOrEmpty(list.Metadata?.Continue) ? null : list.Metadata.Continue,
            list.Metadata?.RemainingItemCount);
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var request = Request<T>("watch", HttpMethod.Get, options.Namespace) with
        {
            Query = QueryStrings.Of(options),
            Accept = options.MetadataOnly ? MediaTypes.Metadata : MediaTypes.Json,
        };
        using var watch = await _transport.WatchAsync(request, _json.TypeInfo<T>(), cancellationToken);
        while (await watch.NextAsync(cancellationToken) is { } change)
        {
            WithType(change.Object);
            yield return change;
        }
    }

    public Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => SendAsync<T>(
            Request<T>("create", HttpMethod.Post, entity.Metadata.Namespace) with
            {
                Query = QueryStrings.FieldManager(_fieldManager),
                Content = Serialize(entity),
            },
            cancellationToken);

    public Task<T> UpdateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => ReplaceAsync(entity, null, cancellationToken);

    public Task<T> UpdateStatusAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => ReplaceAsync(entity, "status", cancellationToken);

    public async Task DeleteAsync<T>(string name, string? @namespace, DeleteOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var request = Request<T>("delete", HttpMethod.Delete, @namespace, name) with
        {
            Content = JsonSerializer.SerializeToUtf8Bytes(DeleteBody.Of(options ?? new()), _json.TypeInfo<DeleteBody>()),
        };
        try
        {
            await _transport.SendAsync(request, cancellationToken);
        }
        catch (KubernetesApiException exception) when (exception.IsNotFound)
        {
            // Gone is what was asked for; a retry after a lost answer ends here too.
        }
    }

    public Task<T> PatchAsync<T>(string name, string? @namespace, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => SendAsync<T>(
            Request<T>(patch.Format == PatchFormat.Apply ? "apply" : "patch", HttpMethod.Patch, @namespace, name, subresource) with
            {
                Query = QueryStrings.Of(patch, _fieldManager),
                ContentType = MediaTypes.Of(patch.Format),
                Content = JsonSerializer.SerializeToUtf8Bytes(patch.Body, _json.TypeInfo<JsonNode>()),
            },
            cancellationToken);

    private static ApiRequest Request<T>(string verb, HttpMethod method, string? @namespace, string? name = null, string? subresource = null)
        where T : IKubernetesObject
    {
        var metadata = EntityMetadata.Of<T>();
        return new(verb, method, metadata.Plural, metadata.Path(@namespace, name, subresource));
    }

    private static T WithType<T>(T entity)
        where T : IKubernetesObject
    {
        var metadata = EntityMetadata.Of<T>();
        entity.ApiVersion = metadata.ApiVersion;
        entity.Kind = metadata.Kind;
        return entity;
    }

    private Task<T> ReplaceAsync<T>(T entity, string? subresource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject => SendAsync<T>(
            Request<T>("update", HttpMethod.Put, entity.Metadata.Namespace, entity.Metadata.Name, subresource) with
            {
                Query = QueryStrings.FieldManager(_fieldManager),
                Content = Serialize(entity),
            },
            cancellationToken);

    private async Task<TResult?> FindAsync<T, TResult>(string name, string? @namespace, CancellationToken cancellationToken)
        where T : IKubernetesObject
        where TResult : class
    {
        try
        {
            return await _transport.ReadAsync(Request<T>("get", HttpMethod.Get, @namespace, name), _json.TypeInfo<TResult>(), cancellationToken);
        }
        catch (KubernetesApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    private async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : IKubernetesObject => WithType(await _transport.ReadAsync(request, _json.TypeInfo<T>(), cancellationToken));

    private byte[] Serialize<T>(T entity)
        where T : IKubernetesObject => JsonSerializer.SerializeToUtf8Bytes(WithType(entity), _json.TypeInfo<T>());
}
