using System.Text;
using FastElman.Interop.Numpy;

namespace FastElman.Fuzz.Targets;

/// <summary>A .npy file. What is accepted is the same array after it was written and read again.</summary>
internal sealed class NpyTarget() : FuzzTarget("npy")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. "'descr'|'fortran_order'|'shape'|True|False|'<f4'|'>f4'|'<f8'|'<f2'|'|O'|(|)|,|2147483648|0|()|(1,)"
            .Split('|').Select(Encoding.UTF8.GetBytes),
    ];

    public override long AllowedBytes => 1 << 16;

    public override int AllowedBytesPerByte => 30;

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Written([1, 2, 3, 4, 5, 6], [2, 3]);
        yield return Written([1, -2, float.MaxValue], [3]);
        foreach (var (descriptor, order, shape, width) in ((string, string, string, int)[])
            [
                ("<f8", "True", "(2, 3)", 8),
                (">f4", "False", "(6,)", 4),
                (">f8", "True", "(3, 2)", 8),
                ("<f2", "True", "(3, 2)", 2),
                ("<f4", "False", "()", 4),
            ])
        {
            var text = $"{{'descr': '{descriptor}', 'fortran_order': {order}, 'shape': {shape}, }}\n";
            byte[] head = [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text)];
            yield return [.. head, .. new byte[(shape == "()" ? 1 : 6) * width]];
        }
    }

    public override int Run(byte[] input)
    {
        var array = Read(input);
        var again = Read(Written(array.Values, array.Shape));
        Require(again.Shape.AsSpan().SequenceEqual(array.Shape), "the shape is the same after writing and reading");
        Require(
            Array.ConvertAll(again.Values, BitConverter.SingleToInt32Bits).AsSpan()
                .SequenceEqual(Array.ConvertAll(array.Values, BitConverter.SingleToInt32Bits)),
            "the values are the same after writing and reading");
        return HashCode.Combine(array.Shape.Length, Magnitude(array.Values.Length));
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;

    private static NpyArray Read(byte[] input)
    {
        using var stream = new MemoryStream(input);
        return NpyReader.Read(stream, input.Length, new TensorLocation("x.npy", "wx"));
    }

    private static byte[] Written(float[] values, int[] shape)
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, values, shape);
        return stream.ToArray();
    }
}
