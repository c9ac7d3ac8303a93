using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Support;

/// <summary>Plain HTTP against a cluster's API.</summary>
internal sealed class ApiClient(HttpClient http)
{
    public const string Merge = "application/merge-patch+json";
    public const string Json = "application/json-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Apply = "application/apply-patch+yaml";

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public Task<Answer> GetAsync(string path, string accept = "application/json") => SendAsync(HttpMethod.Get, path, null, accept: accept);

    public Task<Answer> CreateAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> UpdateAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> PatchAsync(string path, string body, string type = Merge) => SendAsync(HttpMethod.Patch, path, body, type);

    public Task<Answer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string type = "application/json", string accept = "application/json")
    {
        using var message = new HttpRequestMessage(method, path);
        message.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null) message.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using var response = await http.SendAsync(message, Soon);
        var text = await response.Content.ReadAsStringAsync(Soon);
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToArray() : [];
        return new Answer((int)response.StatusCode, Parse(text), warnings);
    }

    public async Task<WatchReader> WatchAsync(string path, string accept = "application/json")
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Soon);
        return new WatchReader((int)response.StatusCode, new StreamReader(await response.Content.ReadAsStreamAsync(Soon)));
    }

    /// <summary>Asks until the answer is as wanted, within a bound.</summary>
    public async Task<Answer> EventuallyAsync(string path, Func<Answer, bool> wanted)
    {
        var answer = await GetAsync(path);
        await Eventually.True(async () => wanted(answer) || wanted(answer = await GetAsync(path)), $"the wanted answer to GET {path}");
        return answer;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
