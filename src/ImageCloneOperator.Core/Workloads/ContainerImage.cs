namespace ImageCloneOperator.Core.Workloads;

/// <summary>An image of a pod template as it stands there.</summary>
/// <param name="Container">The container's name, or <c>volumes/NAME</c> for an image volume: names of containers have no slash.</param>
/// <param name="Image">The text of the field; it may be no reference at all.</param>
public sealed record ContainerImage(string Container, string Image)
{
    public static ContainerImage ForVolume(string volume, string reference) => new($"volumes/{volume}", reference);
}
