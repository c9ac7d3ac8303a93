using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Tells people what happened to an object, where <c>kubectl describe</c> shows it.</summary>
public interface IEventRecorder
{
    /// <summary>Returns at once and never throws; when the API cannot keep up, events are dropped.</summary>
    /// <param name="reason">Why, in PascalCase; at most 128 characters.</param>
    /// <param name="note">For people; cut to 1,024 bytes.</param>
    /// <param name="action">What was done or failed, in PascalCase; at most 128 characters.</param>
    void Record(ObjectReference regarding, EventType type, string reason, string note, string action);

    /// <inheritdoc cref="Record(ObjectReference, EventType, string, string, string)"/>
    void Record(IKubernetesObject regarding, EventType type, string reason, string note, string action) =>
        Record(ObjectReference.Of(regarding), type, reason, note, action);
}
