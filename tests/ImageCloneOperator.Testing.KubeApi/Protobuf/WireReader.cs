namespace ImageCloneOperator.Testing.KubeApi.Protobuf;

/// <summary>The wire format of protocol buffers.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The next field: its number, and its value as a number or as bytes.</summary>
    /// <exception cref="FormatException">The bytes are not protocol buffers.</exception>
    public bool Next(out int number, out ulong value, out ReadOnlySpan<byte> data)
    {
        number = 0;
        value = 0;
        data = default;
        if (_rest.IsEmpty) return false;
        var tag = Varint();
        number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                value = Varint();
                break;
            case 1:
                value = BitConverter.ToUInt64(Take(8));
                break;
            case 2:
                data = Take(checked((int)Varint()));
                break;
            case 5:
                value = BitConverter.ToUInt32(Take(4));
                break;
            default:
                throw new FormatException("unknown wire type");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length) throw new FormatException("unexpected end");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("number too long");
    }
}
