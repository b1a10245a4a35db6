using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FastElman.Interop.Tests.Numpy;

/// <summary>Makes .npy files of every kind, sound and broken, byte by byte and without the code under test.</summary>
internal static class NpyBytes
{
    public const string SoundText = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }";

    /// <summary>A header of any text, and a payload.</summary>
    public static byte[] Of(string text, byte[] payload, int version = 1, int? statedLength = null)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var length = statedLength ?? body.Length;
        var lengthBytes = new byte[version == 1 ? 2 : 4];
        for (var i = 0; i < lengthBytes.Length; i++)
        {
            lengthBytes[i] = (byte)(length >> (8 * i));
        }

        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. lengthBytes, .. body, .. payload];
    }

    /// <summary>Values of a vector or matrix, in any of the forms that are read.</summary>
    public static byte[] Of(
        float[] values, int[] shape, string descr = "<f4", bool isFortranOrder = false, int version = 1)
    {
        var stored = isFortranOrder && shape.Length == 2 ? Transpose(values, shape[0], shape[1]) : values;
        var shapeText = string.Join(", ", shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        var order = isFortranOrder ? "True" : "False";
        var comma = shape.Length == 1 ? "," : "";
        var text = $"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': ({shapeText}{comma}), }}";
        var prefix = version == 1 ? 10 : 12;
        var padding = 63 - ((prefix + text.Length) % 64);
        return Of(text + new string(' ', padding) + "\n", Payload(stored, descr), version);
    }

    public static byte[] Payload(IReadOnlyList<float> values, string descr) =>
        [.. values.SelectMany(value => Bytes(value, descr))];

    public static byte[] Payload(params double[] values) => [.. values.SelectMany(value =>
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    })];

    private static byte[] Bytes(float value, string descr)
    {
        var bytes = new byte[descr[^1] - '0'];
        if (bytes.Length == 2)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
        }
        else if (bytes.Length == 4)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        }

        if (descr[0] == '>')
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }

    private static float[] Transpose(float[] values, int rows, int columns) =>
        [
            .. from column in Enumerable.Range(0, columns)
            from row in Enumerable.Range(0, rows)
            select values[(row * columns) + column],
        ];
}
