namespace ImageCloneOperator.Testing.Registry.Storage.Content;

/// <summary>Bytes at rest.</summary>
internal interface IContent
{
    long Length { get; }

    Task CopyToAsync(Stream target, long offset, long count, CancellationToken cancellationToken);
}
