using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ImageCloneOperator.Observability;

/// <summary>
/// One line of JSON for each entry. The message is that of all entries of its kind, with the names of the values in braces; each value is
/// said once, under its name.
/// </summary>
internal sealed class JsonLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "imageclone-json";

    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var values = logEntry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var template = values.FirstOrDefault(value => value.Key == Template).Value as string;
        var buffer = new ArrayBufferWriter<byte>();
        using (var line = new Utf8JsonWriter(buffer, Options))
        {
            line.WriteStartObject();
            line.WriteString("Timestamp", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            line.WriteString("LogLevel", logEntry.LogLevel.ToString());
            line.WriteString("Category", logEntry.Category);
            line.WriteString("Message", template ?? logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.Exception is { } exception) line.WriteString("Exception", exception.ToString());
            WriteObject(line, "State", values);
            WriteObject(line, "Scope", ScopesOf(scopeProvider));
            line.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Of several values of one name the innermost.</summary>
    private static OrderedDictionary<string, object?> ScopesOf(IExternalScopeProvider? scopes)
    {
        var values = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        scopes?.ForEachScope(
            static (scope, all) =>
            {
                if (scope is not IEnumerable<KeyValuePair<string, object?>> named) return;
                foreach (var (name, value) in named) all[name] = value;
            },
            values);
        return values;
    }

    private static void WriteObject(Utf8JsonWriter line, string name, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var isOpen = false;
        foreach (var (key, value) in values)
        {
            if (key == Template) continue;
            if (!isOpen) line.WriteStartObject(name);
            isOpen = true;
            Write(line, key, value);
        }

        if (isOpen) line.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter line, string name, object? value)
    {
        switch (value)
        {
            case null: line.WriteNull(name); break;
            case bool flag: line.WriteBoolean(name, flag); break;
            case int number: line.WriteNumber(name, number); break;
            case long number: line.WriteNumber(name, number); break;
            case double number when double.IsFinite(number): line.WriteNumber(name, number); break;
            case string text: line.WriteString(name, text); break;
            case System.Collections.IEnumerable list: line.WriteString(name, string.Join(", ", list.Cast<object?>())); break;
            default: line.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
