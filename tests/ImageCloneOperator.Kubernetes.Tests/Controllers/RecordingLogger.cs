using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Kubernetes.Tests.Controllers;

/// <summary>Keeps each line with its level and the scope that it was written in.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly AsyncLocal<string?> _scope = new();

    public ConcurrentQueue<(LogLevel Level, string Text, string? Scope)> Lines { get; } = new();

    public IDisposable BeginScope<TState>(TState state)
        where TState : notnull
    {
        _scope.Value = state.ToString();
        return new Scope(this);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception), _scope.Value));

    private sealed class Scope(RecordingLogger logger) : IDisposable
    {
        public void Dispose() => logger._scope.Value = null;
    }
}
