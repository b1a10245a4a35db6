using System.Buffers;
using FastElman.Model;
using Google.Protobuf;

namespace FastElman.Interop.Onnx.Format;

/// <summary>
/// A protobuf message in the making. The length of a message stands before it, so messages are kept as pieces until
/// all is known; the values of tensors are not copied.
/// </summary>
internal sealed class MessageWriter
{
    /// <summary>A protobuf message cannot be longer; some bytes are left for what stands around the values.</summary>
    private const int MaximumLength = int.MaxValue - (1 << 16);

    private readonly List<(byte[]? Bytes, float[]? Floats)> _pieces = [];
    private readonly ArrayBufferWriter<byte> _open = new();
    private long _closedLength;

    public long Length => _closedLength + _open.WrittenCount;

    public MessageWriter Integer(int field, long value)
    {
        Write(
            CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeInt64Size(value),
            output =>
            {
                output.WriteTag(field, WireFormat.WireType.Varint);
                output.WriteInt64(value);
            });
        return this;
    }

    public MessageWriter Text(int field, string value)
    {
        Write(
            CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeStringSize(value),
            output =>
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteString(value);
            });
        return this;
    }

    public MessageWriter Message(int field, MessageWriter message)
    {
        Head(field, message.Length);
        message.Close();
        Close();
        _pieces.AddRange(message._pieces);
        _closedLength += message._closedLength;
        return this;
    }

    /// <summary>Values of a tensor as raw_data: little-endian.</summary>
    public MessageWriter Floats(int field, float[] values)
    {
        Head(field, sizeof(float) * (long)values.Length);
        Close();
        _pieces.Add((null, values));
        _closedLength += sizeof(float) * (long)values.Length;
        return this;
    }

    /// <summary>Values of a tensor as raw_data: little-endian.</summary>
    public MessageWriter Integers(int field, long[] values)
    {
        Head(field, sizeof(long) * (long)values.Length);
        Write(sizeof(long) * values.Length, output => Array.ForEach(values, output.WriteSFixed64));
        return this;
    }

    public void WriteTo(Stream stream)
    {
        Close();
        foreach (var (bytes, floats) in _pieces)
        {
            stream.Write(bytes ?? LittleEndian.BytesOf(floats));
        }
    }

    private void Head(int field, long length)
    {
        if (length > MaximumLength)
        {
            throw new NotSupportedException(
                $"The model does not fit into an ONNX file, which has less than {MaximumLength} bytes.");
        }

        Write(
            CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeLengthSize((int)length),
            output =>
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteLength((int)length);
            });
    }

    private void Write(int length, Action<CodedOutputStream> write)
    {
        var bytes = new byte[length];
        using var output = new CodedOutputStream(bytes);
        write(output);
        output.CheckNoSpaceLeft();
        _open.Write(bytes);
    }

    private void Close()
    {
        if (_open.WrittenCount > 0)
        {
            _pieces.Add((_open.WrittenSpan.ToArray(), null));
            _closedLength += _open.WrittenCount;
            _open.ResetWrittenCount();
        }
    }
}
