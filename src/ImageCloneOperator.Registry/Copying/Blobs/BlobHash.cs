using System.Security.Cryptography;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>The hash over a whole blob, each byte once, however often parts of it are read and sent again.</summary>
internal sealed class BlobHash(Digest digest, RegistryOperation reading) : IDisposable
{
    private IncrementalHash _hash = ContentHash.Start(digest);
    private bool _verified;

    /// <summary>So many bytes from the start have been hashed.</summary>
    public long Length { get; private set; }

    public void Add(long position, ReadOnlySpan<byte> chunk)
    {
        var known = (int)Math.Clamp(Length - position, 0, chunk.Length);
        _hash.AppendData(chunk[known..]);
        Length += chunk.Length - known;
    }

    /// <exception cref="RegistryException">The bytes are not those of the digest.</exception>
    public void Verify()
    {
        if (_verified) return;
        var actual = ContentHash.Finish(_hash, digest);
        _verified = actual == digest;
        if (!_verified) throw new RegistryException(RegistryErrorKind.Corrupt, reading, $"what the registry sent has the digest {actual}");
    }

    public void Restart()
    {
        _hash.Dispose();
        _hash = ContentHash.Start(digest);
        (Length, _verified) = (0, false);
    }

    public void Dispose() => _hash.Dispose();
}
