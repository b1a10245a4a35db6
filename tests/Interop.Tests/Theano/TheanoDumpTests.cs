using CsCheck;
using FastElman.Fixtures;
using FastElman.Interop.Numpy;
using FastElman.Interop.Tests.Numpy;
using FastElman.Interop.Theano;
using FastElman.Model;

namespace FastElman.Interop.Tests.Theano;

public sealed class TheanoDumpTests : IDisposable
{
    private static readonly Gen<ElmanShape> Shapes =
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 6], Gen.Int[1, 6], Gen.Int[0, 3])
            .Select((hidden, labels, words, embedding, reach) =>
                new ElmanShape(hidden, labels, words, embedding, (2 * reach) + 1));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<f4", false)]
    [InlineData(">f4", true)]
    [InlineData("<f8", false)]
    [InlineData(">f8", true)]
    public void A_folder_of_either_dialect_is_read_in_any_storage(string descr, bool isFortranOrder)
    {
        foreach (var dialect in Enum.GetValues<TheanoDialect>())
        {
            var path = _folder.WriteFolder(
                $"{dialect}", DumpBytes.Files(dialect, descr: descr, isFortranOrder: isFortranOrder));

            DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(path));
        }
    }

    [Fact]
    public void The_names_are_those_of_the_tutorials()
    {
        Assert.Equal(
            ["embeddings.npy", "wx.npy", "wh.npy", "w.npy", "bh.npy", "b.npy", "h0.npy"],
            TensorNames.Tutorial.Select(tensor => tensor.DumpName(TheanoDialect.Rnnslu)));
        Assert.Equal(
            ["embeddings.npy", "Wx.npy", "Wh.npy", "W.npy", "bh.npy", "b.npy", "h0.npy"],
            TensorNames.Tutorial.Select(tensor => tensor.DumpName(TheanoDialect.Is13)));
    }

    [Fact]
    public void Any_parameters_come_back_with_their_bits() =>
        (from shape in Shapes
         from bits in Gen.UInt.Array[(int)shape.ParameterCount]
         from dialect in Gen.Enum<TheanoDialect>()
         from ending in Gen.OneOf("", ".npz")
         select (shape, bits, dialect, ending)).Sample(
            sample =>
            {
                var parameters = new ElmanParameters(sample.shape);
                var next = 0;
                foreach (var tensor in TensorNames.Tutorial)
                {
                    foreach (ref var element in parameters[tensor])
                    {
                        element = BitConverter.UInt32BitsToSingle(sample.bits[next++]);
                    }
                }

                var path = _folder.File(Guid.NewGuid() + sample.ending);
                DumpWriter.Write(parameters, path, sample.dialect);

                DumpBytes.AssertSame(parameters, DumpReader.Read(path));
            },
            iter: 100);

    [Theory]
    [InlineData("embeddings", 9)]
    [InlineData("embeddings", 0, 2)]
    [InlineData("embeddings", 9, 0)]
    [InlineData("embeddings", 9, 3)]
    [InlineData("wx", 9, 4)]
    [InlineData("wx", 8, 4)]
    [InlineData("wx", 4, 10)]
    [InlineData("wx", 10, 3)]
    [InlineData("wx", 40)]
    [InlineData("wx", 0, 4)]
    [InlineData("wh", 4, 3)]
    [InlineData("wh", 3, 4)]
    [InlineData("wh", 3, 3)]
    [InlineData("w", 24)]
    [InlineData("w", 0, 6)]
    [InlineData("bh", 3)]
    [InlineData("bh", 5)]
    [InlineData("bh", 4, 1)]
    [InlineData("b", 5)]
    [InlineData("b", 7)]
    [InlineData("b", 1, 6)]
    [InlineData("h0", 5)]
    [InlineData("h0", 1, 4)]
    [InlineData("h0", 0)]
    public void A_wrong_shape_is_refused_with_what_was_expected(
        string tensor, params int[] shape)
    {
        var files = DumpBytes.Files();
        files[$"{tensor}.npy"] = DumpBytes.Zeros(shape);
        var path = _folder.WriteFolder("dump", files);

        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));

        // Where the columns of the embeddings change, it is wx that does not fit any more.
        var named = tensor == "embeddings" && shape is [9, 3] ? "wx" : tensor;
        Assert.Equal((Path.Combine(path, $"{named}.npy"), named), (error.File, error.Tensor));
        Assert.NotNull(error.Expected);
        Assert.Equal(named == tensor ? NpyHeader.ShapeText(shape) : "(10, 4)", error.Found);
    }

    [Fact]
    public void The_shape_of_w_decides_what_the_others_have_to_be()
    {
        var files = DumpBytes.Files();
        files["w.npy"] = DumpBytes.Zeros(5, 6);

        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(_folder.WriteFolder("dump", files)));

        Assert.Equal(
            ("wx", "(10, 5), w having the shape (5, 6)", "(10, 4)"), (error.Tensor, error.Expected, error.Found));
    }

    [Fact]
    public void Sizes_beyond_memory_are_refused()
    {
        var files = DumpBytes.Files();
        files["w.npy"] = DumpBytes.Zeros(100_000, 1);

        Assert.Equal(
            "wx",
            Assert.Throws<ModelFormatException>(() => DumpReader.Read(_folder.WriteFolder("dump", files))).Tensor);
    }

    [Fact]
    public void All_shapes_are_checked_before_any_value_is_read()
    {
        var files = DumpBytes.Files();
        files["embeddings.npy"] = NpyBytes.Of(
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }\n", NpyBytes.Payload(1e300, 0));
        files["h0.npy"] = DumpBytes.Zeros(5);

        Assert.Equal(
            "h0",
            Assert.Throws<ModelFormatException>(() => DumpReader.Read(_folder.WriteFolder("dump", files))).Tensor);
    }

    [Theory]
    [InlineData("embeddings.npy")]
    [InlineData("wx.npy")]
    [InlineData("wh.npy")]
    [InlineData("w.npy")]
    [InlineData("bh.npy")]
    [InlineData("b.npy")]
    [InlineData("h0.npy")]
    public void A_missing_or_broken_file_is_named(string name)
    {
        var files = DumpBytes.Files();
        files[name] = files[name][..^1];
        var path = _folder.WriteFolder("dump", files);
        Assert.Equal(Path.Combine(path, name), Assert.Throws<ModelFormatException>(() => DumpReader.Read(path)).File);

        File.Delete(Path.Combine(path, name));

        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));
        Assert.Equal((path, Path.GetFileNameWithoutExtension(name), name), (error.File, error.Tensor, error.Expected));
    }

    [Fact]
    public void Values_that_are_not_finite_keep_their_bits()
    {
        var files = DumpBytes.Files();
        files["b.npy"] = NpyBytes.Of(
            [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue], [6]);

        var parameters = DumpReader.Read(_folder.WriteFolder("dump", files));

        Assert.Equal((ElmanTensor.OutputBias, 0), parameters.FindNonFinite());
    }

    [Fact]
    public void A_vocabulary_of_the_padding_word_alone_is_read()
    {
        var files = DumpBytes.Files();
        files["embeddings.npy"] = DumpBytes.Zeros(1, 2);

        Assert.Equal(0, DumpReader.Read(_folder.WriteFolder("dump", files)).Shape.VocabularySize);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_named()
    {
        var path = _folder.File("none");

        Assert.Equal(
            $"{path}: there is no such file or folder",
            Assert.Throws<FileNotFoundException>(() => DumpReader.Read(path)).Message);
        Assert.Equal(
            $"{path}.npz: there is no such file or folder",
            Assert.Throws<FileNotFoundException>(() => DumpReader.Read(path + ".npz")).Message);
    }

    [Fact]
    public void A_folder_where_a_file_should_be_is_named()
    {
        var files = DumpBytes.Files();
        files.Remove("wx.npy");
        var path = _folder.WriteFolder("dump", files);
        Directory.CreateDirectory(Path.Combine(path, "wx.npy"));

        Assert.Contains(
            "wx.npy",
            Assert.Throws<UnauthorizedAccessException>(() => DumpReader.Read(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        var path = _folder.Write("wx.npy", DumpBytes.Files()["wx.npy"]);

        Assert.Equal(path, Assert.Throws<ModelFormatException>(() => DumpReader.Read(path)).File);
    }
}
