using System.Buffers;
using System.Security.Cryptography;
using ImageCloneOperator.Testing.Registry.Storage.Content;

namespace ImageCloneOperator.Testing.Registry.Storage;

/// <summary>An upload under way. It keeps whatever has arrived, so that a sender whose connection broke can go on from there.</summary>
internal sealed class UploadSession(string id, string repository, IContentWriter writer) : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // Neither is disposed with the session, which ends while somebody is inside and others wait.
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CancellationTokenSource _inside = new();

    public string Id => id;

    public string Repository => repository;

    public long Length { get; private set; }

    /// <summary>What the newest Location carries in its query; a registry may insist on it.</summary>
    public int Step { get; set; }

    /// <summary>
    /// Lets one request in at a time. One that hangs gives way to the next after a moment: its sender may be back before anybody has
    /// noticed that the old connection broke.
    /// </summary>
    /// <returns>Cancelled when the request has to give way.</returns>
    public async Task<CancellationToken> EnterAsync(CancellationToken cancellationToken)
    {
        var hanging = _inside;
        if (!await _gate.WaitAsync(Patience, cancellationToken))
        {
            await hanging.CancelAsync();
            await _gate.WaitAsync(cancellationToken);
        }
        _inside = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return _inside.Token;
    }

    public void Leave() => _gate.Release();

    public async Task AppendAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
                await AppendAsync(buffer.AsMemory(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Not to be cancelled half way: hash, length and content stay in step.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        await writer.AppendAsync(bytes, CancellationToken.None);
        _sha256.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Keeps the content when it has this digest.</summary>
    public async Task<bool> TryCommitAsync(string digest, CancellationToken cancellationToken)
    {
        var actual = ContentDigest.IsSha512(digest)
            ? await ContentDigest.OfSha512Async(writer.Written(), cancellationToken)
            : ContentDigest.OfSha256(_sha256);
        if (actual != digest)
            return false;
        writer.Commit(digest);
        return true;
    }

    public void Dispose()
    {
        writer.Dispose();
        _sha256.Dispose();
    }
}
