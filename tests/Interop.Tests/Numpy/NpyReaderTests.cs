using CsCheck;
using FastElman.Fixtures;
using FastElman.Interop.Numpy;

namespace FastElman.Interop.Tests.Numpy;

public sealed class NpyReaderTests
{
    private static readonly float[] Twelve =
        [0.5f, -1.25f, 3, 0, 0.001f, 2, -0f, 65504, -7.75f, 0.1f, 1024.5f, -3.4e-5f];

    private static readonly Gen<(float[] Values, int[] Shape)> Arrays =
        from shape in Gen.OneOf(Gen.Int[1, 9].Array[1], Gen.Int[1, 9].Array[2])
        from bits in Gen.UInt.Array[shape.Aggregate((a, b) => a * b)]
        select (bits.Select(BitConverter.UInt32BitsToSingle).ToArray(), shape);

    public static TheoryData<string, bool, int> Forms()
    {
        var forms = new TheoryData<string, bool, int>();
        foreach (var descr in (string[])["<f4", ">f4", "=f4", "<f8", ">f8", "=f8"])
        {
            foreach (var version in (int[])[1, 2, 3])
            {
                forms.Add(descr, false, version);
                forms.Add(descr, true, version);
            }
        }

        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_type_order_and_version_gives_the_same_values(string descr, bool isFortranOrder, int version)
    {
        var array = Read(NpyBytes.Of(Twelve, [3, 4], descr, isFortranOrder, version));

        Assert.Equal([3, 4], array.Shape);
        Assert.Equal(Bits(Twelve), Bits(array.Values));
    }

    [Fact]
    public void A_vector_is_read_whatever_its_order_flag() =>
        Assert.Equal(
            Read(NpyBytes.Of(Twelve, [12])).Values, Read(NpyBytes.Of(Twelve, [12], isFortranOrder: true)).Values);

    [Fact]
    public void Any_float32_of_any_shape_keeps_its_bits() =>
        (from array in Arrays
         from descr in Gen.OneOf("<f4", ">f4")
         from isFortranOrder in Gen.Bool
         from version in Gen.Int[1, 3]
         select (array, descr, isFortranOrder, version)).Sample(sample =>
        {
            var read = Read(
                NpyBytes.Of(
                    sample.array.Values, sample.array.Shape, sample.descr, sample.isFortranOrder, sample.version));

            Assert.Equal(sample.array.Shape, read.Shape);
            Assert.Equal(Bits(sample.array.Values), Bits(read.Values));
        });

    [Fact]
    public void More_values_than_the_buffer_holds_arrive_in_their_places()
    {
        float[] values = [.. Enumerable.Range(0, 300 * 131).Select(value => (float)value)];

        Assert.Equal(values, Read(NpyBytes.Of(values, [300, 131], ">f8", isFortranOrder: true)).Values);
    }

    [Theory]
    [InlineData("<f2", false)]
    [InlineData(">f2", true)]
    [InlineData("=f2", true)]
    public void Float16_of_every_pattern_of_bits_is_widened_exactly(string descr, bool isFortranOrder)
    {
        float[] values =
        [
            .. Enumerable.Range(0, 1 << 16).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)),
        ];

        var array = Read(NpyBytes.Of(values, [512, 128], descr, isFortranOrder));

        Assert.Equal(Bits(values), Bits(array.Values));
    }

    [Fact]
    public void Float64_is_rounded_to_the_nearest_float32()
    {
        var array = Read(Doubles(1, 0.1, 16777217, 1e-60, float.MaxValue));

        Assert.Equal([1, 0.1f, 16777216, 0, float.MaxValue], array.Values);
    }

    [Theory]
    [InlineData(1e39)]
    [InlineData(-3.5e38)]
    [InlineData(double.MaxValue)]
    public void A_finite_float64_beyond_float32_is_refused(double value)
    {
        var error = Refused(Doubles(1, value));

        Assert.Contains("place 1", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_in_float64_stays_what_it_is()
    {
        var values = Read(Doubles(double.NaN, double.PositiveInfinity, double.NegativeInfinity)).Values;

        Assert.True(float.IsNaN(values[0]));
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity], values[1..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(60)]
    [InlineData(128)]
    [InlineData(175)]
    [InlineData(177)]
    public void A_file_of_another_length_than_stated_is_refused(int length)
    {
        var bytes = NpyBytes.Of(Twelve, [3, 4]);
        Array.Resize(ref bytes, length);

        Refused(bytes);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 4)]
    [InlineData(300, 400)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1073741827, 4)]
    [InlineData(65536, 65536)]
    public void A_shape_without_its_values_is_refused_cheaply(int rows, int columns)
    {
        var bytes = NpyBytes.Of(
            $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({rows}, {columns}), }}\n", new byte[96]);

        RefusedCheaply(bytes);
    }

    [Fact]
    public void A_shape_whose_size_wraps_is_refused()
    {
        const int Rows = 1512527815, Columns = 1524496268;
        var wrapped = unchecked((long)Rows * Columns * sizeof(double));
        Assert.Equal(3744, wrapped);

        RefusedCheaply(
            NpyBytes.Of(
                $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}\n", new byte[wrapped]));
    }

    [Theory]
    [InlineData(1, 65535)]
    [InlineData(2, int.MaxValue)]
    [InlineData(2, -1)]
    [InlineData(3, 200)]
    public void A_header_past_the_end_is_refused_cheaply(
        int version, int statedLength) =>
        RefusedCheaply(NpyBytes.Of(NpyBytes.SoundText, new byte[48], version, statedLength));

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void A_header_may_be_as_long_as_numpy_allows(int length, bool isRead)
    {
        var bytes = NpyBytes.Of(NpyBytes.SoundText.PadRight(length), NpyBytes.Payload(Twelve, "<f4"), version: 2);

        if (isRead)
        {
            Assert.Equal(Twelve, Read(bytes).Values);
        }
        else
        {
            Refused(bytes);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(9, 9)]
    [InlineData(1, 1)]
    public void An_unknown_version_is_refused(byte major, byte minor)
    {
        var bytes = NpyBytes.Of(Twelve, [3, 4]);
        (bytes[6], bytes[7]) = (major, minor);

        Assert.Equal($"{major}.{minor}", Refused(bytes).Found);
    }

    [Fact]
    public void Text_is_refused() => Refused("0.5 1.5 2.5 3.5"u8.ToArray());

    [Fact]
    public void Any_changed_byte_or_cut_either_reads_or_is_refused() =>
        (from array in Arrays
         from descr in Gen.OneOf("<f4", ">f8")
         from version in Gen.Int[1, 3]
         from place in Gen.Double[0, 1]
         from change in Gen.Byte
         from isCut in Gen.Bool
         select (array, descr, version, place, change, isCut)).Sample(
            sample =>
            {
                var bytes = NpyBytes.Of(sample.array.Values, sample.array.Shape, sample.descr, version: sample.version);
                var place = (int)(sample.place * (bytes.Length - 1));
                bytes[place] ^= sample.change;
                try
                {
                    Read(sample.isCut ? bytes[..place] : bytes);
                }
                catch (ModelFormatException)
                {
                }
            },
            iter: 5_000);

    [Fact]
    public void A_stream_that_ends_before_its_stated_length_is_refused()
    {
        var bytes = NpyBytes.Of(Twelve, [3, 4]);

        Assert.Throws<ModelFormatException>(
            () => NpyReader.Read(new MemoryStream(bytes, 0, 170), bytes.Length, new("x.npy")));
        Assert.Throws<ModelFormatException>(
            () => NpyReader.Read(new MemoryStream(bytes, 0, 20), bytes.Length, new("x.npy")));
        Assert.Throws<ModelFormatException>(
            () => NpyReader.ReadHeader(new MemoryStream(bytes, 0, 20), bytes.Length, new("x.npy")));
    }

    [Fact]
    public void A_message_names_file_tensor_expected_and_found()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("wx.npy", NpyBytes.Of(Twelve, [3, 4]).AsSpan()[..^1]);

        var error = Assert.Throws<ModelFormatException>(() => NpyReader.Read(path, "wx"));

        Assert.Equal((path, "wx"), (error.File, error.Tensor));
        Assert.Equal("176 bytes for float32 (3, 4)", error.Expected);
        Assert.Equal("175 bytes", error.Found);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_errors_that_name_the_path()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(
            "none.npy",
            Assert.Throws<FileNotFoundException>(() => NpyReader.Read(folder.File("none.npy"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            folder.Path,
            Assert.Throws<UnauthorizedAccessException>(() => NpyReader.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Doubles(params double[] values) =>
        NpyBytes.Of(
            $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({values.Length},), }}\n", NpyBytes.Payload(values));

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];

    private static NpyArray Read(byte[] bytes) => NpyReader.Read(new MemoryStream(bytes), bytes.Length, new("x.npy"));

    private static ModelFormatException Refused(byte[] bytes) => Assert.Throws<ModelFormatException>(() => Read(bytes));

    private static void RefusedCheaply(byte[] bytes)
    {
        Refused(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1 << 20);
    }
}
