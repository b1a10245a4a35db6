using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FastElman.Fixtures;

/// <summary>
/// An array of the reference data as double. Reads only what numpy wrote there (little-endian float32, float64, int32
/// and int64 in C order) and shares no code with the reader under test.
/// </summary>
public sealed partial record GoldenArray(double[] Values, int[] Shape)
{
    /// <summary>The elements as float; exact where the file holds float32.</summary>
    public float[] Floats => Array.ConvertAll(Values, value => (float)value);

    /// <summary>The elements as int; exact where the file holds integers.</summary>
    public int[] Integers => Array.ConvertAll(Values, value => (int)value);

    /// <summary>Reads a <c>.npy</c> file.</summary>
    public static GoldenArray Read(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        var header = Header().Match(Encoding.Latin1.GetString(file.Slice(10, headerLength)));
        Assert.True(header.Success, $"{path}: not an array of the reference data.");

        int[] shape =
        [
            .. header.Groups["dimension"].Captures
                .Select(dimension => int.Parse(dimension.Value, CultureInfo.InvariantCulture)),
        ];
        var values = new double[shape.Aggregate(1, (count, dimension) => count * dimension)];
        var data = file[(10 + headerLength)..];
        var size = header.Groups["type"].Value[1] - '0';
        Assert.Equal(values.Length * size, data.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var element = data.Slice(i * size, size);
            values[i] = header.Groups["type"].Value switch
            {
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(element),
                "f8" => BinaryPrimitives.ReadDoubleLittleEndian(element),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(element),
                _ => BinaryPrimitives.ReadInt64LittleEndian(element),
            };
        }

        return new GoldenArray(values, shape);
    }

    [GeneratedRegex(
        @"^\{'descr': '<(?<type>f4|f8|i4|i8)', 'fortran_order': False, "
        + @"'shape': \((?:(?<dimension>\d+),? ?)*\), \} *\n$")]
    private static partial Regex Header();
}
