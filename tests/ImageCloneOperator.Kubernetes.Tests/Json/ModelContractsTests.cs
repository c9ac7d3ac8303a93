using System.Text.Json;
using ImageCloneOperator.Kubernetes.Json;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Tests.Json;

public sealed class ModelContractsTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Leases_and_events_write_six_digits_of_a_second_even_where_all_are_zero()
    {
        var lease = Write(new V1LeaseSpec { RenewTime = Noon, AcquireTime = Noon.AddTicks(1_234_567) });
        var @event = Write(new Eventsv1Event { EventTime = Noon, Series = new() { Count = 2, LastObservedTime = Noon } });

        Assert.Equal("""{"acquireTime":"2026-01-02T12:00:00.123456Z","renewTime":"2026-01-02T12:00:00.000000Z"}""", lease);
        Assert.Equal(
            """{"eventTime":"2026-01-02T12:00:00.000000Z","series":{"count":2,"lastObservedTime":"2026-01-02T12:00:00.000000Z"}}""",
            @event);
    }

    [Fact]
    public void Metadata_writes_whole_seconds_and_nothing_that_is_null() => Assert.Equal(
        """{"creationTimestamp":"2026-01-02T12:00:00Z","labels":{"app":"web"},"name":"it"}""",
        Write(new V1ObjectMeta
        {
            Name = "it",
            CreationTimestamp = Noon.AddTicks(1),
            Labels = new Dictionary<string, string> { ["app"] = "web" },
        }));

    [Fact]
    public void Times_of_another_zone_are_read_in_utc()
    {
        var metadata = Read<V1ObjectMeta>("""{"creationTimestamp":"2026-01-02T14:00:00.5+02:00","deletionTimestamp":null}""");
        var spec = Read<V1LeaseSpec>("""{"renewTime":"2026-01-02T12:00:00.000001Z","acquireTime":null}""");

        Assert.Equal((Noon.AddMilliseconds(500), DateTimeKind.Utc), (metadata.CreationTimestamp, metadata.CreationTimestamp!.Value.Kind));
        Assert.Equal((Noon.AddMicroseconds(1), null), (spec.RenewTime, spec.AcquireTime));
        Assert.Null(metadata.DeletionTimestamp);
    }

    [Fact]
    public void Managed_fields_are_not_kept() => Assert.Null(
        Read<V1Secret>("""{"metadata":{"name":"it","managedFields":[{"manager":"kubectl","fieldsV1":{"f:data":{}}}]}}""")
            .Metadata.ManagedFields);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ObjectJson.Default.TypeInfo<T>());

    private static T Read<T>(string json) => JsonSerializer.Deserialize(json, ObjectJson.Default.TypeInfo<T>())!;
}
