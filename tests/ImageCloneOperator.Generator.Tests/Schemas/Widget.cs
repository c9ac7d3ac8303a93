using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.Generator.Tests.Schemas;

/// <summary>A thing with <c>every</c> feature, see <see cref="WidgetSpec"/>.</summary>
[KubernetesEntity(Group = "test.example.com", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
[ResourceNames(ShortNames = ["wd"], Categories = ["all"])]
[PrinterColumn("Colour", ".spec.colour")]
[PrinterColumn("Size", ".spec.size", Type = "integer", Priority = 1, Description = "How big.")]
[Cel("self.metadata.name != 'forbidden'", "pick another name")]
public sealed class Widget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>;

public sealed record WidgetSpec
{
    /// <summary>Its colour.</summary>
    [ServerDefault]
    public WidgetColour Colour { get; set; } = WidgetColour.Red;

    public WidgetColour? SecondColour { get; set; }

    [Required, Range(1, 10)]
    public int Size { get; set; }

    [Pattern("^[a-z]+$", "use lower-case letters"), Size(Min = 2, Max = 20)]
    public string? Nickname { get; set; }

    /// <summary>How often.</summary>
    [ServerDefault, DurationRange("1m", "24h")]
    public Duration Interval { get; set; } = Duration.Parse("15m");

    [ListSet, Size(Min = 1), Items(Pattern = "^x", MinLength = 1, MaxLength = 5)]
    public List<string>? Tags { get; set; }

    [ListMap("name")]
    public List<WidgetPart> Parts { get; set; } = [];

    [ServerDefault]
    public WidgetPart Main { get; set; } = new();

    [Cel("self == oldSelf", "cannot be changed")]
    public WidgetPart? Spare { get; set; }

    public V1LabelSelector? Selector { get; set; }

    public V1LabelSelector? OtherSelector { get; set; }
}

public sealed record WidgetPart
{
    [Required]
    public string Name { get; set; } = "";

    [ServerDefault]
    public bool Enabled { get; set; } = true;
}

[JsonConverter(typeof(JsonStringEnumConverter<WidgetColour>))]
public enum WidgetColour
{
    Red,
    Blue,
}

public sealed record WidgetStatus
{
    [ListMap("type")]
    public List<Condition>? Conditions { get; set; }

    [Range(0, long.MaxValue)]
    public long? Bytes { get; set; }

    public DateTimeOffset? Since { get; set; }
}

/// <summary>Contains itself.</summary>
[KubernetesEntity(Group = "test.example.com", ApiVersion = "v1", Kind = "Endless", PluralName = "endlesses")]
public sealed class Endless : CustomKubernetesEntity<EndlessSpec>;

public sealed record EndlessSpec
{
    public EndlessSpec? Inner { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Widget))]
[JsonSerializable(typeof(Endless))]
[JsonSerializable(typeof(WidgetSpec))]
internal sealed partial class WidgetJsonContext : JsonSerializerContext;
