using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using FastElman.Model;
using Google.Protobuf;
using static System.FormattableString;

namespace FastElman.Interop.Onnx.Format;

/// <summary>
/// A tensor of a file. One that was read keeps to the bytes of the file until its values are asked for; that there are
/// as many as its dimensions say has been checked before.
/// </summary>
internal sealed class OnnxTensor
{
    private readonly float[]? _floats;
    private readonly long[]? _integers;
    private readonly TensorBytes _bytes;

    private OnnxTensor(
        string name, OnnxElementType type, long[] dimensions, float[]? floats, long[]? integers, TensorBytes bytes)
    {
        (Name, Type, Dimensions, _floats, _integers, _bytes) = (name, type, dimensions, floats, integers, bytes);
    }

    public string Name { get; }

    public OnnxElementType Type { get; }

    /// <summary>None for a single value.</summary>
    public long[] Dimensions { get; }

    /// <summary>The product of the dimensions.</summary>
    public int Count => (int)Dimensions.Aggregate(1L, (product, dimension) => product * dimension);

    public bool IsFloat => Type is OnnxElementType.Float or OnnxElementType.Double;

    /// <summary>Such as <c>Float [3, 4]</c>, for messages.</summary>
    public string Description => $"{Type} {Text(Dimensions)}";

    public static OnnxTensor Of(string name, float[] values, params long[] dimensions) =>
        new(name, OnnxElementType.Float, dimensions, values, integers: null, default);

    public static OnnxTensor Of(string name, long[] values, params long[] dimensions) =>
        new(name, OnnxElementType.Int64, dimensions, floats: null, values, default);

    /// <summary>A tensor of a file, whose bytes are as many as they have to be.</summary>
    public static OnnxTensor OfFile(string name, OnnxElementType type, long[] dimensions, TensorBytes bytes) =>
        new(name, type, dimensions, floats: null, integers: null, bytes);

    /// <summary>Dimensions for messages.</summary>
    public static string Text(IEnumerable<long> dimensions) => $"[{string.Join(", ", dimensions)}]";

    /// <summary>[count]: the values of a tensor of floats. Those of a file are a new array.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="ModelFormatException">A double is beyond the range of floats.</exception>
    public float[] Floats(string? file)
    {
        if (_floats is not null)
        {
            return _floats;
        }

        var values = GC.AllocateUninitializedArray<float>(Count);
        var bytes = _bytes.Span;
        if (Type == OnnxElementType.Float)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            LittleEndian.ToNative(values);
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
            values[i] = (float)value;
            if (double.IsFinite(value) && !float.IsFinite(values[i]))
            {
                throw new ModelFormatException(
                    $"a double is beyond the range of floats at place {i}",
                    file,
                    NameText.Cut(Name),
                    Invariant($"at most {float.MaxValue} in magnitude"),
                    value.ToString(CultureInfo.InvariantCulture));
            }
        }

        return values;
    }

    /// <summary>[count]: the values of a tensor of integers.</summary>
    public long[] Integers()
    {
        if (_integers is not null)
        {
            return _integers;
        }

        var values = new long[Count];
        if (_bytes.IsVarint)
        {
            using var input = _bytes.Open();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = input.ReadInt64();
            }

            return values;
        }

        var bytes = _bytes.Span;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                OnnxElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]),
                OnnxElementType.Bool => bytes[i],
                _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]),
            };
        }

        return values;
    }
}
