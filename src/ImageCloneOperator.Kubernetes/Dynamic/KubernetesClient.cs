using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Transport;
using k8s.Autorest;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>The API over HTTP; one instance serves a whole process.</summary>
public sealed class KubernetesClient : k8s.AbstractKubernetes, IKubernetesClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly ApiTransport _transport;
    private readonly string _fieldManager;

    public KubernetesClient(
        ClusterConfiguration configuration,
        KubernetesClientOptions? options = null,
        IMeterFactory? meters = null,
        TimeProvider? time = null)
    {
        options ??= new();
        time ??= TimeProvider.System;
        _fieldManager = options.FieldManager;
        Json = new(options.TypeInfoResolvers);
        // The transport bounds each step of a request, by the clock that it is given.
        HttpClientTimeout = Timeout.InfiniteTimeSpan;
        _http = HttpTransport.Create(configuration);
        _transport = new(
            _http,
            Json,
            new(options.MaxRetries, options.MaxRetryDelay, time),
            new(Json, configuration.Server, configuration.Source, time),
            new(meters?.Create(KubernetesMeter.Name) ?? new Meter(KubernetesMeter.Name)),
            options.RequestTimeout,
            time);
    }

    public ObjectJson Json { get; }

    public void Dispose() => _http.Dispose();

    public Task<T?> GetAsync<T>(ResourceType<T> type, string name, string? @namespace, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(type, Request(type, "get", HttpMethod.Get, @namespace, name), cancellationToken).OrNoneAsync();

    public async Task<ListPage<T>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var request = Request(type, "list", HttpMethod.Get, options.Namespace) with
        {
            Query = QueryStrings.Of(options),
            Accept = options.MetadataOnly ? MediaTypes.MetadataList : MediaTypes.Json,
        };
        var list = await _transport.ReadAsync(request, type.ListJson, cancellationToken);
        foreach (var item in list.Items ?? []) type.Completed(item);
        var next = list.Metadata?.Continue;
        return new(list.Items ?? [], list.Metadata?.ResourceVersion ?? "", string.IsNullOrEmpty(next) ? null : next);
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ResourceType<T> type, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var request = Request(type, "watch", HttpMethod.Get, options.Namespace) with
        {
            Query = QueryStrings.Of(options),
            Accept = options.MetadataOnly ? MediaTypes.Metadata : MediaTypes.Json,
        };
        using var watch = await _transport.WatchAsync(request, type.Json, cancellationToken);
        while (await watch.NextAsync(cancellationToken) is { } change)
        {
            type.Completed(change.Object);
            yield return change;
        }
    }

    public Task<T> CreateAsync<T>(ResourceType<T> type, T item, CancellationToken cancellationToken)
        where T : class => SendAsync(
            type,
            Request(type, "create", HttpMethod.Post, type.Identify(item).Key.Namespace) with
            {
                Query = QueryStrings.FieldManager(_fieldManager),
                Content = Serialize(type, item),
            },
            cancellationToken);

    public Task<T> UpdateAsync<T>(ResourceType<T> type, T item, CancellationToken cancellationToken)
        where T : class
    {
        var key = type.Identify(item).Key;
        var request = Request(type, "update", HttpMethod.Put, key.Namespace, key.Name) with
        {
            Query = QueryStrings.FieldManager(_fieldManager),
            Content = Serialize(type, item),
        };
        return SendAsync(type, request, cancellationToken);
    }

    public async Task DeleteAsync<T>(
        ResourceType<T> type, string name, string? @namespace, V1DeleteOptions? options, CancellationToken cancellationToken)
        where T : class
    {
        var request = Request(type, "delete", HttpMethod.Delete, @namespace, name) with
        {
            Content = JsonSerializer.SerializeToUtf8Bytes(options ?? new(), Json.TypeInfo<V1DeleteOptions>()),
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

    public Task<T> PatchAsync<T>(
        ResourceType<T> type, string name, string? @namespace, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : class => SendAsync(
            type,
            Request(
                type, patch.Type is V1Patch.PatchType.ApplyPatch ? "apply" : "patch", HttpMethod.Patch, @namespace, name, subresource) with
            {
                Query = QueryStrings.Of(patch, _fieldManager),
                ContentType = MediaTypes.Of(patch.Type),
                Content = JsonSerializer.SerializeToUtf8Bytes(patch.Body, Json.TypeInfo<JsonNode>()),
            },
            cancellationToken);

    protected override Task<HttpResponseMessage> SendRequest<T>(
        string relativeUri,
        HttpMethod method,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? customHeaders,
        T body,
        CancellationToken cancellationToken) =>
        _transport.OpenAsync(TypedRequest.Of(relativeUri, method, body, _fieldManager, Json), cancellationToken);

    protected override async Task<HttpOperationResponse<T>> CreateResultAsync<T>(
        HttpRequestMessage httpRequest, HttpResponseMessage httpResponse, bool? watch, CancellationToken cancellationToken)
    {
        try
        {
            var body = await _transport.ReadAsync(httpResponse, Json.TypeInfo<T>(), cancellationToken);
            return new HttpOperationResponse<T> { Request = httpRequest, Response = httpResponse, Body = body };
        }
        catch
        {
            httpResponse.Dispose();
            throw;
        }
    }

    private static ApiRequest Request<T>(
        ResourceType<T> type, string verb, HttpMethod method, string? @namespace, string? name = null, string? subresource = null)
        where T : class => new(verb, method, type.Resource.Plural, type.Resource.Path(@namespace, name, subresource));

    private static byte[] Serialize<T>(ResourceType<T> type, T item)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(type.Completed(item), type.Json);

    private async Task<T> SendAsync<T>(ResourceType<T> type, ApiRequest request, CancellationToken cancellationToken)
        where T : class => type.Completed(await _transport.ReadAsync(request, type.Json, cancellationToken));
}
