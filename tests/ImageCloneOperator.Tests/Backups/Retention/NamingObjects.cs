using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Tests.Backups.Retention;

/// <summary>Objects of the kinds that name images, each with one image.</summary>
internal sealed class NamingObjects(LiveCluster cluster, string prefix)
{
    private static readonly (ApiResource Resource, string Spec)[] Kinds =
    [
        (
            new("apps", "v1", "deployments", "Deployment"),
            "{selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: POD}}"),
        (
            new("apps", "v1", "replicasets", "ReplicaSet"),
            "{selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: POD}}"),
        (
            new("apps", "v1", "statefulsets", "StatefulSet"),
            "{selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}, spec: POD}}"),
        (new("batch", "v1", "cronjobs", "CronJob"), "{schedule: '@yearly', jobTemplate: {spec: {template: {spec: POD}}}}"),
        (new("", "v1", "pods", "Pod"), "POD"),
        (new("apps", "v1", "controllerrevisions", "ControllerRevision"), ""),
    ];

    private readonly Dictionary<string, ApiResource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _images = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>By the name of each object, the image that it names.</summary>
    public IReadOnlyDictionary<string, string> Images => _images;

    /// <returns>What was made, for people.</returns>
    public async Task<string> CreateAsync(Random random, string image)
    {
        var (resource, spec) = Kinds[random.Next(Kinds.Length)];
        var name = $"{prefix}-{_made++}";
        var restart = resource.Plural == "cronjobs" ? "Never" : "Always";
        var pod = $"{{restartPolicy: {restart}, containers: [{{name: c, image: '{image}'}}]}}";
        var body = spec.Length > 0
            ? $"spec: {spec.Replace("POD", pod, StringComparison.Ordinal)}"
            : $"revision: 1, data: {{spec: {{template: {{spec: {pod}}}}}}}";
        var text = $"{{apiVersion: {resource.ApiVersion}, kind: {resource.Kind}, metadata: {{name: {name}, namespace: default}}, {body}}}";
        await cluster.Client.CreateAsync(
            ResourceType.Unstructured(resource, cluster.Client.Json), (JsonObject)Yaml.Parse(text)!, Bound.Token());
        (_resources[name], _images[name]) = (resource, image);
        return $"{resource.Kind} {name} names {image}";
    }

    public async Task DeleteAsync(string name)
    {
        var type = ResourceType.Unstructured(_resources[name], cluster.Client.Json);
        await cluster.Client.DeleteAsync(type, name, "default", null, Bound.Token());
        _images.Remove(name);
    }
}
