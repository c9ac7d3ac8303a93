using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Support;

/// <summary>Reads the events of a watch.</summary>
internal sealed class WatchReader(int code, StreamReader lines) : IDisposable
{
    public int Code => code;

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<(string Type, JsonNode Object)?> NextAsync()
    {
        var line = await lines.ReadLineAsync(ApiClient.Soon);
        if (line is null) return null;
        var watched = JsonNode.Parse(line)!;
        return (watched["type"]!.ToString(), watched["object"]!);
    }

    /// <summary>The next event as <c>TYPE name</c>.</summary>
    public async Task<string> NextNameAsync()
    {
        var next = await NextAsync();
        return next is { } watched ? $"{watched.Type} {watched.Object["metadata"]!["name"]}" : "END";
    }

    public void Dispose() => lines.Dispose();
}
