using System.Globalization;
using ImageCloneOperator.Observability;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Observability;

public sealed class JsonLogFormatterTests
{
    private static readonly ManualTimeProvider Time = new();

    private static string Now => Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [Fact]
    public void Line_says_each_value_once()
    {
        var scopes = new LoggerExternalScopeProvider();
        using var outer = scopes.Push(new Dictionary<string, object?> { ["controller"] = "backups", ["name"] = "outer" });
        using var inner = scopes.Push(new Dictionary<string, object?> { ["name"] = "inner" });

        var line = Line(
            LogLevel.Information,
            [
                new("Image", "docker.io/library/nginx:1.27"),
                new("Bytes", 42L),
                new("Seconds", 1.5),
                new("{OriginalFormat}", "Copied {Image}: {Bytes} bytes in {Seconds} s"),
            ],
            null,
            scopes);

        Assert.Equal(
            $$$"""{"Timestamp":"{{{Now}}}","LogLevel":"Information","Category":"Category","Message":"Copied {Image}: {Bytes} bytes in {Seconds} s","State":{"Image":"docker.io/library/nginx:1.27","Bytes":42,"Seconds":1.5},"Scope":{"controller":"backups","name":"inner"}}"""
                + Environment.NewLine,
            line);
    }

    [Fact]
    public void Exception_and_text_of_others_stay_one_line()
    {
        var line = Line(
            LogLevel.Error,
            [
                new("Reason", "first\nsecond \"quoted\""),
                new("Hosts", new[] { "a", "b" }),
                new("Nothing", null),
                new("{OriginalFormat}", "Failed: {Reason}"),
            ],
            new InvalidOperationException("broken\nhere"));

        Assert.Equal(
            $$$"""{"Timestamp":"{{{Now}}}","LogLevel":"Error","Category":"Category","Message":"Failed: {Reason}","Exception":"System.InvalidOperationException: broken\nhere","State":{"Reason":"first\nsecond \"quoted\"","Hosts":"a, b","Nothing":null}}"""
                + Environment.NewLine,
            line);
    }

    [Fact]
    public void Entry_without_a_template_says_its_text()
    {
        using var text = new StringWriter();

        new JsonLogFormatter(Time).Write(
            new LogEntry<string>(LogLevel.Warning, "Category", 0, "as it is", null, (state, _) => state), null, text);

        Assert.Equal(
            $$$"""{"Timestamp":"{{{Now}}}","LogLevel":"Warning","Category":"Category","Message":"as it is"}""" + Environment.NewLine,
            text.ToString());
    }

    private static string Line(
        LogLevel level, List<KeyValuePair<string, object?>> values, Exception? exception, IExternalScopeProvider? scopes = null)
    {
        using var text = new StringWriter();
        var entry = new LogEntry<List<KeyValuePair<string, object?>>>(
            level, "Category", 0, values, exception, (_, _) => "the whole sentence");
        new JsonLogFormatter(Time).Write(entry, scopes, text);
        return text.ToString();
    }
}
