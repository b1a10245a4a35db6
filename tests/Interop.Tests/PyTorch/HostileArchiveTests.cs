using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>
/// Archives that want to run code, to leave their place, or to take more memory than they give: one refusal each, and
/// nothing else.
/// </summary>
public sealed class HostileArchiveTests : IDisposable
{
    private static readonly ModuleSample Sample = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cos\nsystem\n(X\u0009\0\0\0touch owntR", "os.system")]
    [InlineData("cposix\nsystem\n(X\u0009\0\0\0touch owntR", "posix.system")]
    [InlineData("cbuiltins\neval\n(X\u0001\0\0\01tR", "builtins.eval")]
    [InlineData("c__main__\nTagger\n)\u0081}b", "__main__.Tagger")]
    [InlineData("ctorch.storage\n_load_from_bytes\n(X\u0001\0\0\01tR", "torch.storage._load_from_bytes")]
    [InlineData("ctorch._utils\n_rebuild_wrapper_subclass\n)R", "torch._utils._rebuild_wrapper_subclass")]
    [InlineData("(X\u0001\0\0\01ios\nsystem\n", "os.system")]
    public void A_pickle_that_wants_to_run_something_is_refused_by_its_name(string pickle, string name)
    {
        var error = Refused(new TorchFile().Raw(pickle));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing of it was run", error.Message, StringComparison.Ordinal);
        Assert.Equal(["m.pt"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.False(File.Exists("own"));
    }

    [Theory]
    [InlineData(37L)]
    [InlineData(35L)]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void A_storage_of_another_size_than_its_entry_is_refused_in_little_memory(long count) =>
        Assert.Equal("rnn.weight_hh_l0", With("rnn.weight_hh_l0", tensor => tensor with
        {
            StorageCount = count,
            Shape = count < 36 ? [5, 6] : tensor.Shape,
        }).Tensor);

    [Theory]
    [InlineData(1, 6, 1)]
    [InlineData(0, 7, 1)]
    [InlineData(0, 6, 2)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 5, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, long.MaxValue, 1)]
    [InlineData(long.MaxValue, 6, 1)]
    [InlineData(-1, 6, 1)]
    [InlineData(0, -6, 1)]
    public void A_view_beyond_its_storage_or_over_itself_is_refused(long offset, long row, long column) =>
        Assert.Contains("a tensor lies beyond its storage", With("rnn.weight_hh_l0", tensor => tensor with
        {
            Offset = offset,
            Strides = [row, column],
        }).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(1L << 31, 1L << 31)]
    [InlineData(1L << 62, 4)]
    [InlineData(-6, -6)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void A_shape_beyond_its_storage_is_refused_in_little_memory(long rows, long columns) =>
        With("rnn.weight_hh_l0", tensor => tensor with { Shape = [rows, columns], Strides = [columns, 1] });

    [Fact]
    public void Tensors_over_the_same_values_are_refused()
    {
        var hidden = Sample["rnn.weight_hh_l0"] with { StorageKey = "7" };
        var error = With("rnn.bias_ih_l0", tensor => tensor with
        {
            StorageKey = "7",
            StorageCount = 36,
            Offset = 30,
        }, [hidden]);

        Assert.Contains("shares values", error.Problem, StringComparison.Ordinal);
    }

    /// <summary>Offset and strides of the weights of the inputs [6, 5] and of the recurrence [6, 6].</summary>
    [Theory]
    [InlineData(0, 10, 1, 4, 10, 1)]
    [InlineData(4, 10, 1, 0, 10, 1)]
    [InlineData(6, 10, 1, 0, 10, 1)]
    [InlineData(0, 10, 1, 5, 10, 1)]
    [InlineData(0, 10, 1, 5, 11, 1)]
    [InlineData(0, 10, 1, 5, 1, 6)]
    [InlineData(0, 1, 6, 5, 10, 1)]
    [InlineData(0, 10, 2, 5, 10, 1)]
    public void Matrices_over_the_same_values_are_refused(
        long offset, long row, long column, long otherOffset, long otherRow, long otherColumn)
    {
        var inputs = new NamedTensor("rnn.weight_ih_l0", [6, 5], new double[80])
        {
            StorageKey = "77",
            Offset = offset,
            Strides = [row, column],
        };
        var recurrence = new NamedTensor("rnn.weight_hh_l0", [6, 6], inputs.Values)
        {
            StorageKey = "77",
            Offset = otherOffset,
            Strides = [otherRow, otherColumn],
        };
        var found = Record.Exception(() => Load(TorchFile.OfStateDict(
            Sample.Tensors.Where(tensor => !tensor.Name.StartsWith("rnn.weight", StringComparison.Ordinal))
                .Append(inputs).Append(recurrence))));

        // Columns 0 to 4 and 5 to 10 of 10: the last one is the first of the next row.
        Assert.Contains("shares values", Assert.IsType<ModelFormatException>(found).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("initial_state", 1, 6, 0, 1)]
    [InlineData("rnn.bias_ih_l0", 6, 0, 1, 0)]
    public void Vectors_over_values_of_a_matrix_are_refused(string name, int size, int second, int stride, int column)
    {
        long[] shape = second == 0 ? [size] : [size, second];
        long[] strides = second == 0 ? [stride + 1] : [stride, column];
        var embedding = Sample["embedding.weight"] with { StorageKey = "77" };
        var vector = new NamedTensor(name, shape, embedding.Values)
        {
            StorageKey = "77",
            Offset = 3,
            Strides = strides,
        };

        Assert.Contains(
            "shares values",
            Refused(TorchFile.OfStateDict(Sample.Tensors.Where(
                tensor => tensor.Name != name && tensor.Name != "embedding.weight").Append(vector).Append(embedding)))
                .Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_beside_another_in_one_matrix_is_read_and_one_around_its_end_is_not()
    {
        // Two rows of 6 in one: the second one begins where the first one ends, or before it ends.
        Assert.Null(Record.Exception(() => Load(Two(6))));
        Assert.Contains("shares values", Refused(Two(5)).Problem, StringComparison.Ordinal);

        static TorchFile Two(long offset) => TorchFile.OfStateDict(Sample.Tensors.Select(tensor => tensor.Name switch
        {
            "rnn.bias_ih_l0" => new NamedTensor(tensor.Name, [6], new double[12]) { StorageKey = "77" },
            "rnn.bias_hh_l0" => new NamedTensor(tensor.Name, [6], new double[12])
            {
                StorageKey = "77",
                Offset = offset,
            },
            _ => tensor,
        }));
    }

    [Fact]
    public void Entries_that_overlap_are_refused()
    {
        var path = _folder.File("m.pt");
        TorchFile.OfStateDict(Sample.Tensors).Write(path);
        var bytes = File.ReadAllBytes(path);

        // The lengths of the first entry in the directory at the end: as if it went on into the others.
        var place = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(place + 20), bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(place + 24), bytes.Length);
        File.WriteAllBytes(path, bytes);

        Assert.Contains(
            "overlap",
            Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_to_be_negated_when_it_is_read_is_refused()
    {
        var file = new TorchFile();
        file.BeginDictionary().Item("w", () => file.Tensor(Sample["output.bias"]));

        // The arguments of the tensor end in (tuple, reduce): one more is put between.
        var pickle = file.Pickle.AsSpan()[..^1].ToArray();
        file.RawBytes(pickle.AsSpan()[..^2]).Raw("}X\u0003\0\0\0neg\u0088stRu");

        Assert.Contains("negated", Refused(file).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("archive/../../outside")]
    [InlineData("archive\\..\\outside")]
    [InlineData("C:/outside")]
    public void An_entry_that_leads_out_of_the_archive_is_refused(string name) =>
        Assert.Equal(name, Refused(TorchFile.OfStateDict(Sample.Tensors).Entry(name, 1, 2, 3)).Found);

    [Theory]
    [InlineData("../data.pkl")]
    [InlineData("0/../../x")]
    [InlineData("")]
    [InlineData("١")]
    [InlineData("123456789012345678901")]
    public void A_storage_with_the_name_of_a_path_is_refused(string key) =>
        Assert.Matches("leads out|no storage|another name", With("output.bias", tensor => tensor with
        {
            StorageKey = key,
        }).Problem);

    [Fact]
    public void An_entry_that_stands_twice_is_refused() =>
        Assert.Contains(
            "twice",
            Refused(TorchFile.OfStateDict(Sample.Tensors).Entry("archive/data/0", 1)).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void Two_pickles_are_refused() =>
        Assert.Equal("2", Refused(TorchFile.OfStateDict(Sample.Tensors).Entry("other/data.pkl", (byte)'.')).Found);

    [Fact]
    public void A_bomb_is_refused_in_little_memory()
    {
        var file = new TorchFile { Compression = CompressionLevel.SmallestSize }.Raw("}");
        file.Entry("archive/data/0", new byte[64 << 20]);

        Assert.Contains("compressed", Refused(file).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_of_TorchScript_is_refused() =>
        Assert.Contains(
            "TorchScript",
            Refused(TorchFile.OfStateDict(Sample.Tensors).Entry("archive/constants.pkl", (byte)')', (byte)'.')).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void The_other_byte_order_is_refused_and_ours_is_not()
    {
        Assert.Equal("big", Refused(TorchFile.OfStateDict(Sample.Tensors).Entry(
            "archive/byteorder", Encoding.ASCII.GetBytes("big"))).Found);
        TorchFile.OfStateDict(Sample.Tensors).Entry("archive/byteorder", Encoding.ASCII.GetBytes("little")).Write(
            _folder.File("m.pt"));
        Assert.Equal(6, PyTorchModule.Load(_folder.File("m.pt")).Shape.HiddenSize);
    }

    [Theory]
    [InlineData("}")]
    [InlineData("]")]
    [InlineData("N")]
    [InlineData("I1\n")]
    [InlineData("}X\u0001\0\0\0aK\u0001s")]
    public void A_pickle_without_tensors_is_no_state_dict(string pickle) =>
        Assert.Contains("no tensors", Refused(new TorchFile().Raw(pickle)).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_dictionary_that_has_itself_in_it_ends() => Refused(new TorchFile().Raw("}q\0X\u0001\0\0\0ah\0s"));

    [Theory]
    [InlineData("NQ")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuJ\u00ff\u00ff\u00ff\u00fftQ")]
    [InlineData("(X\u0007\0\0\0storageccollections\nOrderedDict\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0001tQ")]
    [InlineData("ctorch\nFloatStorage\n)R")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n(NNNtR")]
    public void A_pickle_that_torch_never_writes_is_refused(string pickle) => Refused(new TorchFile().Raw(pickle));

    [Fact]
    public void Two_state_dicts_in_one_file_are_named()
    {
        var file = new TorchFile();
        file.BeginDictionary();
        foreach (var name in (string[])["model", "ema"])
        {
            file.Item(name, () =>
            {
                file.BeginDictionary().Item("w", () => file.Tensor(Sample["output.bias"]));
                file.EndDictionary();
            });
        }

        Assert.Equal("model, ema", Refused(file.EndDictionary()).Found);
    }

    [Fact]
    public void Tensors_beside_a_state_dict_without_a_layer_are_named_as_those_of_the_file()
    {
        var file = new TorchFile();
        file.BeginDictionary().Item("w", () => file.Tensor(Sample["output.bias"])).Item("model", () =>
        {
            file.BeginDictionary().Item("w", () => file.Tensor(Sample["output.bias"]));
            file.EndDictionary();
        });

        Assert.Equal("the file itself, model", Refused(file.EndDictionary()).Found);
    }

    [Fact]
    public void A_file_of_PyTorch_before_1_6_is_refused_with_advice()
    {
        byte[] magic = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];
        var path = _folder.Write("m.pt", magic);

        Assert.Contains(
            "torch.save", Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<!DOCTYPE html><html><body>not found</body></html>", "HTML")]
    [InlineData("some text that is nothing else", "text")]
    public void A_file_of_another_kind_is_refused_by_what_it_is(string text, string kind) =>
        Assert.Contains(
            kind,
            Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.Write("m.pt", text))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_damaged_archive_gives_a_model_or_a_refusal()
    {
        TorchFile.OfStateDict(Sample.Tensors).Write(_folder.File("m.pt"));
        var sound = File.ReadAllBytes(_folder.File("m.pt"));
        var fingerprint = PyTorchModule.Load(_folder.File("m.pt")).Fingerprint;
        var random = new Random(1);
        for (var i = 0; i < sound.Length; i += 2)
        {
            var damaged = sound.ToArray();
            damaged[i] ^= (byte)random.Next(1, 256);
            foreach (var bytes in (byte[][])[damaged, sound[..i]])
            {
                try
                {
                    // What does not matter may be changed: times, the names of folders.
                    Assert.Equal(fingerprint, PyTorchModule.Load(_folder.Write("damaged.pt", bytes)).Fingerprint);
                }
                catch (ModelFormatException)
                {
                }
            }
        }
    }

    private void Load(TorchFile file)
    {
        file.Write(_folder.File("m.pt"));
        PyTorchModule.Load(_folder.File("m.pt"));
    }

    private ModelFormatException With(
        string name, Func<NamedTensor, NamedTensor> change, params NamedTensor[] replaced) =>
        Refused(TorchFile.OfStateDict(Sample.Tensors.Select(tensor => tensor.Name == name
            ? change(tensor)
            : Array.Find(replaced, each => each.Name == tensor.Name) ?? tensor)));

    private ModelFormatException Refused(TorchFile file)
    {
        var path = _folder.File("m.pt");
        file.Write(path);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(path, error.File);
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }
}
