using System.Buffers;
using System.Text;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The four things of the Protocol Buffers wire format that an ONNX file needs: numbers, text, bytes, messages in
/// messages.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ProtobufWriter Number(int field, long value)
    {
        Raw((ulong)((field << 3) | Varint));
        Raw((ulong)value);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Block(field, message.Bytes);

    public ProtobufWriter Block(int field, ReadOnlySpan<byte> value)
    {
        Raw((ulong)((field << 3) | LengthDelimited));
        Raw((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
