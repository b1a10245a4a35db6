using System.Text;
using Google.Protobuf;

namespace FastElman.Interop.Onnx.Format;

/// <summary>The fields of one protobuf message, which is a part of a file in memory. Nothing is copied.</summary>
internal sealed class MessageReader : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _file;
    private readonly CodedInputStream _input;
    private readonly string _message;
    private uint _tag;

    /// <summary>Begins a message.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="start">The first byte of the message.</param>
    /// <param name="length">Bytes of the message.</param>
    /// <param name="message">What onnx.proto calls the message, for messages.</param>
    public MessageReader(byte[] file, int start, int length, string message)
    {
        _file = file;
        _input = new CodedInputStream(file, start, length);
        _message = message;
    }

    public void Dispose() => _input.Dispose();

    /// <summary>Goes to the next field.</summary>
    /// <returns>The number of the field; 0 at the end.</returns>
    public int Next()
    {
        _tag = _input.ReadTag();
        return WireFormat.GetTagFieldNumber(_tag);
    }

    /// <summary>Passes over the field.</summary>
    public void Skip() => _input.SkipLastField();

    public long Integer()
    {
        Require(WireFormat.WireType.Varint, "an integer");
        return _input.ReadInt64();
    }

    public float Float()
    {
        Require(WireFormat.WireType.Fixed32, "a float");
        return _input.ReadFloat();
    }

    public string Text()
    {
        var (start, length) = Bytes("a text");
        try
        {
            return StrictUtf8.GetString(_file, start, length);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{Place} is not valid UTF-8", e);
        }
    }

    /// <summary>The message that a field holds.</summary>
    public MessageReader Message(string message)
    {
        var (start, length) = Bytes("a message");
        return new MessageReader(_file, start, length, message);
    }

    /// <summary>The values of a tensor, which stand together in one field.</summary>
    /// <param name="isVarint">Whether they are integers of variable length.</param>
    public TensorBytes Values(bool isVarint)
    {
        var (start, length) = Bytes("packed values");
        return new TensorBytes(_file, start, length, isVarint);
    }

    /// <summary>Adds the integers of a repeated field, whether it holds one or several.</summary>
    public void AddIntegers(List<long> values, int maximum)
    {
        if (WireFormat.GetTagWireType(_tag) == WireFormat.WireType.Varint)
        {
            Add(values, _input.ReadInt64(), maximum);
            return;
        }

        var (start, length) = Bytes("integers");
        using var packed = new CodedInputStream(_file, start, length);
        while (!packed.IsAtEnd)
        {
            Add(values, packed.ReadInt64(), maximum);
        }
    }

    /// <summary>Adds to a list of limited length: a file can ask for much memory with few bytes.</summary>
    public void Add<T>(List<T> values, T value, int maximum)
    {
        if (values.Count == maximum)
        {
            throw new InvalidDataException($"{Place} is repeated more than {maximum} times");
        }

        values.Add(value);
    }

    private string Place => $"field {WireFormat.GetTagFieldNumber(_tag)} of {_message}";

    /// <summary>
    /// Where the bytes of a field are: it is passed over, and begins behind its length, whose last byte is below 128.
    /// </summary>
    private (int Start, int Length) Bytes(string expected)
    {
        Require(WireFormat.WireType.LengthDelimited, expected);
        var start = (int)_input.Position;
        _input.SkipLastField();
        var end = (int)_input.Position;
        while (_file[start] >= 0x80)
        {
            start++;
        }

        return (start + 1, end - start - 1);
    }

    private void Require(WireFormat.WireType type, string expected)
    {
        if (WireFormat.GetTagWireType(_tag) != type)
        {
            throw new InvalidDataException(
                $"{Place} is of wire type {WireFormat.GetTagWireType(_tag)}, not {type}: {expected}");
        }
    }
}
