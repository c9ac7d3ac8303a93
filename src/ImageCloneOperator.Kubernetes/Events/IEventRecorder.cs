using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Tells people what happened to an object, where <c>kubectl describe</c> shows it.</summary>
public interface IEventRecorder
{
    /// <summary>Returns at once and never throws; when the API cannot keep up, events are dropped.</summary>
    /// <param name="reason">Why, in PascalCase; at most 128 characters.</param>
    /// <param name="note">For people; cut to 1,024 bytes.</param>
    /// <param name="action">What was done or failed, in PascalCase; at most 128 characters.</param>
    void Record(V1ObjectReference regarding, EventType type, string reason, string note, string action);

    /// <inheritdoc cref="Record(V1ObjectReference, EventType, string, string, string)"/>
    void Record(IKubernetesObject<V1ObjectMeta> regarding, EventType type, string reason, string note, string action) =>
        Record(ReferenceTo(regarding), type, reason, note, action);

    private static V1ObjectReference ReferenceTo(IKubernetesObject<V1ObjectMeta> entity) => new()
    {
        ApiVersion = entity.ApiVersion,
        Kind = entity.Kind,
        NamespaceProperty = entity.Metadata.NamespaceProperty,
        Name = entity.Metadata.Name,
        Uid = entity.Metadata.Uid,
    };
}
