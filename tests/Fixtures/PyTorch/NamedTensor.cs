using System.Buffers.Binary;

namespace FastElman.Fixtures;

/// <summary>A tensor of a module, and how it lies in a file.</summary>
public sealed record NamedTensor(string Name, long[] Shape, double[] Values)
{
    /// <summary>F32, F64, F16, BF16 or I64.</summary>
    public string ElementType { get; init; } = "F32";

    public string StorageType => ElementType switch
    {
        "F64" => "DoubleStorage",
        "F16" => "HalfStorage",
        "BF16" => "BFloat16Storage",
        "I64" => "LongStorage",
        _ => "FloatStorage",
    };

    public string? StorageKey { get; init; }

    public long Offset { get; init; }

    public bool IsParameter { get; init; }

    /// <summary>Those of a tensor that lies row by row, unless it is said otherwise.</summary>
    public long[] Strides { get; init; } = RowByRow(Shape);

    public long StorageCount { get; init; } = Values.Length;

    public byte[] StorageBytes => [.. Values.SelectMany(Bytes)];

    /// <summary>The same matrix, stored column by column.</summary>
    public NamedTensor StoredByColumns()
    {
        var (rows, columns) = ((int)Shape[0], (int)Shape[1]);
        return this with
        {
            Values = [.. from column in Enumerable.Range(0, columns)
                         from row in Enumerable.Range(0, rows)
                         select Values[(row * columns) + column]],
            Strides = [1, rows],
        };
    }

    private static long[] RowByRow(long[] shape) =>
        [.. Enumerable.Range(1, shape.Length).Select(next => shape.Skip(next).Aggregate(1L, (a, b) => a * b))];

    private byte[] Bytes(double value)
    {
        var bytes = new byte[8];
        switch (ElementType)
        {
            case "F64":
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                return bytes;
            case "F16":
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                return bytes[..2];
            case "BF16":
                BinaryPrimitives.WriteUInt16LittleEndian(
                    bytes, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
                return bytes[..2];
            case "I64":
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value);
                return bytes;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                return bytes[..4];
        }
    }
}
