using System.Buffers.Binary;
using FastElman.Model;

namespace FastElman.Files;

/// <summary>
/// The data of a model file: all tensors of the network in order, float32, little-endian, row-major. The vectors of
/// subwords may be float16.
/// </summary>
internal static class TensorData
{
    /// <summary>Values that are converted at once.</summary>
    private const int BlockLength = 1 << 13;

    /// <summary>The element type of a tensor.</summary>
    public static string ElementTypeOf(ElmanTensor tensor, SubwordPrecision precision) =>
        tensor == ElmanTensor.Subwords && precision == SubwordPrecision.Float16
            ? TensorValues.Float16
            : TensorValues.Float32;

    /// <summary>Bytes of a tensor.</summary>
    public static long LengthOf(ElmanShape shape, ElmanTensor tensor, SubwordPrecision precision) =>
        (long)shape.GetElementCount(tensor) * TensorValues.SizeOf(ElementTypeOf(tensor, precision));

    /// <summary>Bytes of all tensors.</summary>
    public static long LengthOf(ElmanShape shape, SubwordPrecision precision) =>
        shape.Tensors.Sum(tensor => LengthOf(shape, tensor, precision));

    /// <summary>Gives all bytes, one block after another.</summary>
    /// <param name="parameters">The tensors.</param>
    /// <param name="precision">That of the vectors of subwords, which are values of it.</param>
    /// <param name="take">Takes a block, whose memory is used again.</param>
    public static void Visit(ElmanParameters parameters, SubwordPrecision precision, Action<ReadOnlySpan<byte>> take)
    {
        foreach (var tensor in parameters.Shape.Tensors)
        {
            if (ElementTypeOf(tensor, precision) == TensorValues.Float16)
            {
                VisitFloat16(parameters[tensor], take);
            }
            else
            {
                take(LittleEndian.BytesOf(parameters[tensor]));
            }
        }
    }

    private static void VisitFloat16(ReadOnlySpan<float> values, Action<ReadOnlySpan<byte>> take)
    {
        var bytes = new byte[Math.Min(BlockLength, values.Length) * sizeof(ushort)];
        while (!values.IsEmpty)
        {
            var block = values[..Math.Min(BlockLength, values.Length)];
            for (var i = 0; i < block.Length; i++)
            {
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * sizeof(ushort)), (Half)block[i]);
            }

            take(bytes.AsSpan(0, block.Length * sizeof(ushort)));
            values = values[block.Length..];
        }
    }
}
