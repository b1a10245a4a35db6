using FastElman.Fixtures;
using FastElman.Interop.Theano;
using FastElman.Kernels;

namespace FastElman.Interop.Tests.Theano;

public sealed class JordanDumpTests : IDisposable
{
    private static readonly NetworkVariant Jordan = new(NetworkKind.Jordan);

    private static readonly ElmanShape Shape =
        new(hiddenSize: 4, labelCount: 6, vocabularySize: 8, embeddingSize: 2, windowSize: 5, Jordan);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(".npz")]
    public void A_jordan_network_comes_back_as_one(string ending)
    {
        var path = _folder.File("jordan" + ending);
        DumpWriter.Write(DumpBytes.Parameters(Shape), path, TheanoDialect.Is13);

        var read = DumpReader.Read(path);

        Assert.Equal(Shape, read.Shape);
        DumpBytes.AssertSame(DumpBytes.Parameters(Shape), read);
    }

    [Fact]
    public void Its_files_have_the_names_of_is13()
    {
        var path = _folder.File("jordan");
        DumpWriter.Write(DumpBytes.Parameters(Shape), path, TheanoDialect.Is13);

        Assert.Equal(
            ["W.npy", "Wh.npy", "Wx.npy", "b.npy", "bh.npy", "embeddings.npy", "s0.npy"],
            Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_replaces_an_elman_network_and_is_replaced_by_one()
    {
        var path = _folder.File("dump");
        foreach (var shape in (ElmanShape[])[DumpBytes.Shape, Shape, DumpBytes.Shape])
        {
            DumpWriter.Write(DumpBytes.Parameters(shape), path, TheanoDialect.Rnnslu);
            Assert.Equal(shape, DumpReader.Read(path).Shape);
            Assert.Equal(7, Directory.GetFiles(path).Length);
        }
    }

    [Fact]
    public void Elman_recurrent_weights_are_refused_beside_s0()
    {
        var path = _folder.WriteFolder("dump", DumpBytes.Files(TheanoDialect.Is13));
        File.Move(Path.Combine(path, "h0.npy"), Path.Combine(path, "s0.npy"));

        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));

        Assert.Equal("wh", error.Tensor);
        Assert.StartsWith("(6, 4)", error.Expected, StringComparison.Ordinal);
        Assert.Equal("(4, 4)", error.Found);
    }

    [Theory]
    [InlineData(NetworkKind.Bidirectional, HiddenActivation.Sigmoid, false)]
    [InlineData(NetworkKind.Elman, HiddenActivation.Tanh, false)]
    [InlineData(NetworkKind.Jordan, HiddenActivation.Relu, false)]
    [InlineData(NetworkKind.Elman, HiddenActivation.Sigmoid, true)]
    public void A_network_that_a_dump_cannot_represent_is_refused(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions)
    {
        var path = _folder.File("dump");
        var parameters = new ElmanParameters(
            new ElmanShape(2, 3, 4, 5, 1, new NetworkVariant(kind, activation, hasTransitions)));

        var error = Assert.Throws<NotSupportedException>(() => TheanoDump.Save(ElmanModel.Create(parameters), path));

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {kind}, {activation}, ", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void The_default_decoding_is_not_part_of_a_dump()
    {
        var path = _folder.File("dump");
        var parameters = new ElmanParameters(new ElmanShape(2, 3, 4, 5, 1));
        TheanoDump.Save(ElmanModel.Create(parameters, decoding: LabelDecoding.Iob), path);

        Assert.Equal(LabelDecoding.ArgMax, TheanoDump.Load(path).Decoding);
    }
}
