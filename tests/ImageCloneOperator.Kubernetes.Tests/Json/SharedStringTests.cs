using System.Buffers;
using System.Text;
using System.Text.Json;
using ImageCloneOperator.Kubernetes.Json;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Json;

public sealed class SharedStringTests
{
    private readonly ObjectJson _json = new();

    [Fact]
    public void Strings_of_thousands_of_objects_are_kept_once()
    {
        var (first, second) = (Read("""{"metadata": {"name": "a", "labels": {"team": "red"}}}"""), Read(
            """{"metadata": {"name": "b", "labels": {"team": "red"}}}"""));

        Assert.Same(first.Metadata.Labels!.Keys.Single(), second.Metadata.Labels!.Keys.Single());
        Assert.Same(first.Metadata.Labels["team"], second.Metadata.Labels["team"]);
    }

    [Theory]
    [InlineData("""{"metadata": {"name": "plain"}}""", "plain")]
    [InlineData("""{"metadata": {"name": ""}}""", "")]
    [InlineData("""{"metadata": {"name": null}}""", null)]
    [InlineData("""{"metadata": {"name": "say \"\u00fc\"\n"}}""", "say \"ü\"\n")]
    [InlineData("""{"metadata": {"name": "größer 漢字"}}""", "größer 漢字")]
    public void A_text_is_what_it_was_however_it_is_written_and_cut(string text, string? expected)
    {
        for (var cut = 1; cut < Encoding.UTF8.GetByteCount(text); cut++)
        {
            Assert.Equal(expected, Read(text).Metadata.Name);
            Assert.Equal(expected, Read(text, cut).Metadata.Name);
        }
    }

    [Fact]
    public void More_texts_than_the_table_holds_stay_apart()
    {
        var names = Enumerable.Range(0, 50_000).Select(i => $"name-{i}").ToList();

        Assert.Equal(names, names.Select(name => Read($$$"""{"metadata": {"name": "{{{name}}}"}}""").Metadata.Name!));
    }

    [Fact]
    public void A_text_that_is_very_long_is_read_too()
    {
        var name = new string('x', 100_000);

        Assert.Equal(name, Read($$$"""{"metadata": {"name": "{{{name}}}"}}""").Metadata.Name);
    }

    private V1Namespace Read(string text) => JsonSerializer.Deserialize(text, _json.TypeInfo<V1Namespace>())!;

    /// <summary>As a watch does, whose lines lie in several buffers.</summary>
    private V1Namespace Read(string text, int cut)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = new Segment(bytes.AsMemory(cut), cut);
        var reader = new Utf8JsonReader(
            new ReadOnlySequence<byte>(new Segment(bytes.AsMemory(0, cut), 0) { After = end }, 0, end, bytes.Length - cut));
        return JsonSerializer.Deserialize(ref reader, _json.TypeInfo<V1Namespace>())!;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long at) => (Memory, RunningIndex) = (memory, at);

        public Segment After
        {
            init => Next = value;
        }
    }
}
