using System.Buffers.Binary;
using System.Text;

namespace ImageCloneOperator.EndToEnd.Tests.Support.Otlp;

/// <summary>A message of Protocol Buffers without its schema: fields by number, as the wire format has them.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> wire)
    {
        while (!wire.IsEmpty)
        {
            var tag = Varint(ref wire);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((number, Varint(ref wire), default));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref wire, 8).Span), default));
                    break;
                case 2:
                    _fields.Add((number, 0, Take(ref wire, (int)Varint(ref wire))));
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref wire, 4).Span), default));
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7} of field {number}");
            }
        }
    }

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    public ulong Number(int number) => _fields.Find(field => field.Number == number).Value;

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    public ReadOnlyMemory<byte> Bytes(int number) => _fields.Find(field => field.Number == number).Bytes;

    public IEnumerable<ProtobufMessage> Messages(int number) =>
        _fields.Where(field => field.Number == number).Select(field => new ProtobufMessage(field.Bytes));

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> wire, int length)
    {
        var taken = wire[..length];
        wire = wire[length..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> wire)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref wire, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
