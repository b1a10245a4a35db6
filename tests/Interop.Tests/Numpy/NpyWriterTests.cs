using System.Text;
using CsCheck;
using FastElman.Fixtures;
using FastElman.Interop.Numpy;

namespace FastElman.Interop.Tests.Numpy;

public sealed class NpyWriterTests
{
    [Fact]
    public void A_matrix_is_written_as_numpy_writes_it()
    {
        using var stream = new MemoryStream();

        NpyWriter.Write(stream, [1, -2], [1, 2]);

        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".PadRight(117) + "\n";
        Assert.Equal(
            [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(text), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0],
            stream.ToArray());
    }

    [Fact]
    public void Any_array_is_written_as_numpy_does_and_reads_back() =>
        (from shape in Gen.OneOf(Gen.Int[0, 9].Array[1], Gen.Int[0, 9].Array[2])
         from bits in Gen.UInt.Array[shape.Aggregate((a, b) => a * b)]
         select (shape, bits)).Sample(sample =>
        {
            using var stream = new MemoryStream();

            NpyWriter.Write(stream, [.. sample.bits.Select(BitConverter.UInt32BitsToSingle)], sample.shape);

            Assert.Equal(
                NpyBytes.Of([.. sample.bits.Select(BitConverter.UInt32BitsToSingle)], sample.shape), stream.ToArray());
            stream.Position = 0;
            var read = NpyReader.Read(stream, stream.Length, new("x.npy"));
            Assert.Equal(sample.shape, read.Shape);
            Assert.Equal(sample.bits, read.Values.Select(BitConverter.SingleToUInt32Bits));
        });

    [Fact]
    public void More_values_than_the_buffer_holds_are_all_written()
    {
        using var folder = new TemporaryFolder();
        float[] values = [.. Enumerable.Range(0, 50_001).Select(value => (float)value)];

        NpyWriter.Write(folder.File("x.npy"), values, [50_001]);

        Assert.Equal(NpyBytes.Of(values, [50_001]), File.ReadAllBytes(folder.File("x.npy")));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2, 3)]
    [InlineData(2, 1, 1)]
    [InlineData()]
    [InlineData(65536, 65536)]
    public void A_shape_that_does_not_hold_the_values_is_refused(params int[] shape) =>
        Assert.Throws<ArgumentException>(() => NpyWriter.Write(Stream.Null, new float[2], shape));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void Rows_written_one_by_one_give_the_same_file(int rows)
    {
        using var folder = new TemporaryFolder();
        float[] values = [.. Enumerable.Range(0, 3 * rows).Select(value => value / 7f)];

        NpyWriter.WriteRows(folder.File("x.npy"), 3, writer =>
        {
            for (var row = 0; row < rows; row++)
            {
                writer.Write(values.AsSpan(3 * row, 3));
            }

            Assert.Equal(rows, writer.Count);
        });

        Assert.Equal(NpyBytes.Of(values, [rows, 3]), File.ReadAllBytes(folder.File("x.npy")));
    }

    [Fact]
    public void Several_rows_can_be_written_at_once()
    {
        using var folder = new TemporaryFolder();

        NpyWriter.WriteRows(folder.File("x.npy"), 2, writer =>
        {
            writer.Write([1, 2, 3, 4]);
            writer.Write([]);
            writer.Write([5, 6]);
        });

        Assert.Equal(NpyBytes.Of([1, 2, 3, 4, 5, 6], [3, 2]), File.ReadAllBytes(folder.File("x.npy")));
    }

    [Fact]
    public void A_failure_between_rows_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x.npy", "old");

        Assert.Throws<ArgumentException>(() => NpyWriter.WriteRows(folder.File("x.npy"), 3, writer =>
        {
            writer.Write([1, 2, 3]);
            writer.Write([4, 5]);
        }));

        Assert.Equal("old", File.ReadAllText(folder.File("x.npy")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
