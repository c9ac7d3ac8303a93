using System.Text.Json.Serialization;
using k8s.Models;

namespace ImageCloneOperator.Testing.Entities;

/// <summary>The kinds that only tests read as C# types.</summary>
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(DaemonSet))]
[JsonSerializable(typeof(StatefulSet))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(CronJob))]
[JsonSerializable(typeof(V1CustomResourceDefinition))]
public sealed partial class TestJsonContext : JsonSerializerContext;
