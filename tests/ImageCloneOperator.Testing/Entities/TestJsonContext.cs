using System.Text.Json.Serialization;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>The kinds that only tests read as C# types.</summary>
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(DaemonSet))]
[JsonSerializable(typeof(StatefulSet))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(CronJob))]
public sealed partial class TestJsonContext : JsonSerializerContext;
