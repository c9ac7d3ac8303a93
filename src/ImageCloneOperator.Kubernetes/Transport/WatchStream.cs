using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Json;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>The answer to a watch: one JSON object per line, for as long as it lasts.</summary>
internal sealed class WatchStream<T>(HttpResponseMessage response, JsonTypeInfo<T> type, ObjectJson json, FailureTranslator failures)
    : IDisposable
{
    /// <summary>etcd's own limit on an object is 1.5 MiB; whatever is longer than this is no event.</summary>
    private const int MaxLine = 16 << 20;

    private PipeReader? _pipe;

    /// <summary>Null when the server has ended the watch.</summary>
    public async Task<WatchEvent<T>?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            _pipe ??= PipeReader.Create(
                await response.Content.ReadAsStreamAsync(cancellationToken), new StreamPipeReaderOptions(bufferSize: 16384));
            return await ReadAsync(_pipe, cancellationToken);
        }
        catch (Exception exception) when (FailureTranslator.Concerns(exception, cancellationToken))
        {
            throw failures.Translate(exception, timedOutAfter: null);
        }
    }

    public void Dispose()
    {
        _pipe?.Complete();
        response.Dispose();
    }

    private async Task<WatchEvent<T>?> ReadAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
                return Take(pipe, buffer, end);
            if (result.IsCompleted)
                return buffer.IsEmpty ? null : throw new IOException("it ended in the middle of an event");
            if (buffer.Length > MaxLine)
                throw new JsonException($"A watch event is longer than {MaxLine} bytes.");
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private WatchEvent<T> Take(PipeReader pipe, ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        var change = WatchLine.Parse(buffer.Slice(0, end), type, json);
        pipe.AdvanceTo(buffer.GetPosition(1, end));
        return change;
    }
}
