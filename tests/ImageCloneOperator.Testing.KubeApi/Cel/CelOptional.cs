namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>CEL's <c>optional</c>; none when <see cref="HasValue"/> is false.</summary>
internal sealed record CelOptional(bool HasValue, object? Value)
{
    public static readonly CelOptional None = new(false, null);

    public static CelOptional Of(object? value) => new(true, value);
}
