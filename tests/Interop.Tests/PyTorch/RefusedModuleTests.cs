using FastElman.Fixtures;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>Modules that are no tagger of these layers are refused with the names and shapes that were found.</summary>
public sealed class RefusedModuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly ModuleSample Sample = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rnn.weight_ih_l1", "more than one layer")]
    [InlineData("rnn.weight_hr_l0", "projection")]
    [InlineData("rnn.weight_hh_l0_g", "has no place")]
    [InlineData("rnn.weight_hh_l0_mask", "has no place")]
    [InlineData("norm.weight", "has no place")]
    [InlineData("second.weight_ih_l0", "2 recurrent layers")]
    [InlineData("rnn.weight_ih_l0_reverse", "lacks")]
    public void A_tensor_too_many_is_named(string name, string problem)
    {
        var error = Refused([.. Sample.Tensors, new(name, [6, 6], new double[36])]);

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains(name.Split('_')[0], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnn.weight_ih_l0", "no recurrent layer")]
    [InlineData("rnn.weight_hh_l0", "lacks")]
    [InlineData("embedding.weight", "no embedding")]
    [InlineData("output.weight", "no output layer")]
    public void A_missing_tensor_is_named_beside_those_that_were_found(string name, string problem)
    {
        var error = Refused(Sample.Tensors.Where(tensor => tensor.Name != name));

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains("rnn.bias_ih_l0 [6]", error.Found, StringComparison.Ordinal);
        Assert.NotNull(error.Expected);
    }

    [Theory]
    [InlineData(3, "GRU")]
    [InlineData(4, "LSTM")]
    public void The_weights_of_other_recurrent_layers_are_known_by_their_shapes(int gates, string name)
    {
        var error = Refused(Sample.Tensors.Select(tensor => tensor.Name.StartsWith("rnn.", StringComparison.Ordinal)
            ? tensor with
            {
                Shape = [gates * tensor.Shape[0], .. tensor.Shape.Skip(1)],
                Strides = tensor.Strides,
                Values = [.. Enumerable.Repeat(tensor.Values, gates).SelectMany(each => each)],
                StorageCount = gates * tensor.StorageCount,
            }
            : tensor));

        Assert.Contains(name, error.Found, StringComparison.Ordinal);
        Assert.Equal("rnn.weight_hh_l0", error.Tensor);
    }

    [Theory]
    [InlineData("rnn.weight_hh_l0", 6, 7)]
    [InlineData("rnn.weight_hh_l0", 6, 5)]
    [InlineData("rnn.weight_hh_l0", 36)]
    [InlineData("rnn.weight_hh_l0", 6, 0)]
    [InlineData("rnn.weight_ih_l0", 6, 0)]
    [InlineData("output.bias", 4, 1)]
    [InlineData("rnn.bias_ih_l0", 7)]
    [InlineData("rnn.bias_hh_l0", 6, 1)]
    [InlineData("rnn.weight_ih_l0", 30)]
    [InlineData("rnn.weight_ih_l0", 0, 5)]
    [InlineData("embedding.weight", 0, 5)]
    public void A_wrong_shape_is_refused(string name, params int[] shape)
    {
        long[] wide = [.. shape.Select(size => (long)size)];
        var count = shape.Aggregate((a, b) => a * b);
        var error = Refused(Sample.Tensors.Select(tensor =>
            tensor.Name == name ? new NamedTensor(name, wide, new double[count]) : tensor));

        Assert.Contains($"[{string.Join(", ", wide)}]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1, 5)]
    [InlineData(6, 6, 6)]
    public void An_initial_state_of_another_size_is_refused(params int[] shape)
    {
        var count = shape.Aggregate((a, b) => a * b);
        var state = new NamedTensor("initial_state", [.. shape.Select(size => (long)size)], new double[count]);

        Assert.Equal(
            ("initial_state", "[1, 6]"),
            (Refused(Sample.Tensors.Append(state)).Tensor, Refused(Sample.Tensors.Append(state)).Expected));
    }

    [Theory]
    [InlineData("tags.weight", "tag_count.weight", "more than one embedding")]
    [InlineData("emb.a", "emb.b", "more than one embedding")]
    public void Two_tables_of_one_width_are_refused(string first, string second, string problem)
    {
        NamedTensor[] tables = [new(first, [7, 5], new double[35]), new(second, [8, 5], new double[40])];

        Assert.Contains(
            problem,
            Refused(Sample.Tensors.Where(tensor => tensor.Name != "embedding.weight").Concat(tables)).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_output_layers_are_refused(bool haveBias)
    {
        NamedTensor[] layers =
        [
            new("a.weight", [4, 6], new double[24]), new("b.weight", [4, 6], new double[24]),
            .. haveBias
                ? (NamedTensor[])[new("a.bias", [4], new double[4]), new("b.bias", [4], new double[4])]
                : [],
        ];

        Assert.Contains(
            "more than one output layer",
            Refused(Sample.Tensors.Where(tensor => !tensor.Name.StartsWith("output", StringComparison.Ordinal))
                .Concat(layers)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Many_tensors_are_counted()
    {
        var more = Enumerable.Range(0, 30).Select(i => new NamedTensor($"more.{i}", [1], [0]));

        Assert.EndsWith("more.11 [1] and 18 more", Refused(more).Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 31, 5)]
    [InlineData(int.MaxValue, 5)]
    [InlineData(6, 1L << 31)]
    [InlineData(6, int.MaxValue)]
    public void Weights_beyond_all_sizes_are_refused_before_they_are_read(long rows, long columns)
    {
        var tensors = Sample.Tensors.Select(tensor =>
            tensor.Name == "rnn.weight_ih_l0" ? new NamedTensor(tensor.Name, [rows, columns], []) : tensor);
        var path = _folder.Write("m.safetensors", ModuleSample.Safetensors(tensors));

        Assert.Contains(
            "matrix of possible size",
            Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_bytes_than_the_shape_has_are_refused()
    {
        var tensors = Sample.Tensors.Select(tensor =>
            tensor.Name == "output.bias" ? tensor with { Values = [1, 2, 3] } : tensor);
        var path = _folder.Write("m.safetensors", ModuleSample.Safetensors(tensors));

        var error = Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path));

        Assert.Equal(("output.bias", "16 bytes", "12"), (error.Tensor, error.Expected, error.Found));
    }

    [Fact]
    public void A_file_without_tensors_and_a_folder_are_refused()
    {
        var path = _folder.Write("m.safetensors", ModuleSample.Safetensors([]));

        Assert.Equal("no tensor", Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path)).Found);
        Assert.Equal("a folder", Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.Path)).Found);
    }

    [Fact]
    public void Integers_are_no_weights()
    {
        var error = Refused(Sample.Tensors.Select(tensor =>
            tensor.Name == "output.bias" ? tensor with { ElementType = "I64" } : tensor));

        Assert.Equal(("output.bias", "I64"), (error.Tensor, error.Found));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_refused_with_its_place() =>
        Assert.Equal(
            "output.bias",
            Refused(Sample.Tensors.Select(tensor => tensor.Name != "output.bias"
                ? tensor
                : tensor with { Values = [1, double.NaN, 2, 3] })).Tensor);

    [Fact]
    public void A_float64_beyond_float32_is_refused_with_its_place() =>
        Assert.Contains(
            "place 1",
            Refused(Sample.Tensors.Select(tensor => tensor.Name != "output.bias"
                ? tensor
                : tensor with { ElementType = "F64", Values = [1, 1e300, 2, 3] })).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void A_padding_row_beyond_the_embedding_is_refused() =>
        Assert.Equal("0 to 8", Refused(Sample.Tensors, new() { PaddingIndex = 9 }).Expected);

    [Fact]
    public void A_window_that_does_not_fit_the_inputs_is_refused() =>
        Assert.Contains(
            "5 / 3", Refused(Sample.Tensors, new() { WindowSize = 3 }).Expected, StringComparison.Ordinal);

    [Fact]
    public void Words_that_do_not_fit_the_rows_are_refused() =>
        Assert.Contains(
            "9 words",
            Refused(Sample.Tensors, new() { Vocabulary = new(["a", "b"]) }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_named_tensor_that_is_not_there_is_refused() =>
        Assert.Equal(
            "x.y", Refused(Sample.Tensors, new() { TensorNames = { ["rnn.weight_hh"] = "x.y" } }).Expected);

    [Theory]
    [InlineData("output", "nope")]
    [InlineData("embedding", "rnn2")]
    [InlineData("rnn", "output.x")]
    public void A_named_module_that_is_not_there_is_named(string role, string module) =>
        Assert.Contains(
            $"no module {module} ",
            Refused(Sample.Tensors, new() { TensorNames = { [role] = module } }).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void A_named_module_that_is_no_recurrent_layer_is_named() =>
        Assert.Equal(
            "has no recurrent layer output", Refused(Sample.Tensors, new() { TensorNames = { ["rnn"] = "output" } })
                .Problem);

    [Fact]
    public void Options_out_of_range_are_refused_before_the_file_is_opened()
    {
        Assert.Throws<ArgumentException>(() => Load(new() { TensorNames = { ["lstm"] = "x" } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new() { WindowSize = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new() { WindowSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new() { WindowSize = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new() { PaddingIndex = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new() { Activation = (HiddenActivation)9 }));
        Assert.Throws<FileNotFoundException>(() => Load(new()));

        static ElmanModel Load(PyTorchLoadOptions options) => PyTorchModule.Load("no such file", options);
    }

    /// <summary>The refusal, which is the same for both forms of a file.</summary>
    private ModelFormatException Refused(IEnumerable<NamedTensor> tensors, PyTorchLoadOptions? options = null)
    {
        TorchFile.OfStateDict(tensors).Write(_folder.File("m.pt"));
        var archive = Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.File("m.pt"), options));
        var path = _folder.Write("m.safetensors", ModuleSample.Safetensors(tensors));
        var safetensors = Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path, options));
        Assert.Equal(archive.Problem, safetensors.Problem);
        Assert.Equal(path, safetensors.File);
        return archive;
    }
}
