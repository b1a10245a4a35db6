using FastElman.Fixtures;
using FastElman.Interop.PyTorch;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>State dicts of PyTorch compute here what they compute there.</summary>
public sealed class ImportedModuleTests : IDisposable
{
    private static readonly int[] Words = [3, 0, 8, 8, 1, 5, 2];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Every row of four truth values.</summary>
    public static TheoryData<bool, bool, bool, bool> Choices
    {
        get
        {
            var choices = new TheoryData<bool, bool, bool, bool>();
            for (var bits = 0; bits < 16; bits++)
            {
                choices.Add((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);
            }

            return choices;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Choices))]
    public void Probabilities_are_those_of_the_module(bool isRelu, bool isBidirectional, bool hasBias, bool isArchive)
    {
        var sample = new ModuleSample(isRelu, isBidirectional, hasBias);

        var model = PyTorchModule.Load(
            Write(sample.Tensors, isArchive),
            new() { Activation = isRelu ? HiddenActivation.Relu : HiddenActivation.Tanh });

        Assert.Equal(isBidirectional ? NetworkKind.Bidirectional : NetworkKind.Elman, model.Shape.Variant.Kind);
        Assert.Equal((ModuleSample.Rows, 1), (model.Shape.VocabularySize, model.Shape.WindowSize));
        AssertSame(sample, model);
    }

    [Theory]
    [InlineData("F64")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Every_type_of_float_is_read(string type)
    {
        var sample = new ModuleSample();
        foreach (var isArchive in (bool[])[false, true])
        {
            AssertSame(sample, PyTorchModule.Load(
                Write(sample.Tensors.Select(tensor => tensor with { ElementType = type }), isArchive)));
        }
    }

    [Fact]
    public void Tanh_is_the_default_as_in_PyTorch() =>
        AssertSame(new ModuleSample(), PyTorchModule.Load(Write(new ModuleSample().Tensors, isArchive: true)));

    [Fact]
    public void Parameters_and_tensors_that_lie_column_by_column_are_read()
    {
        var sample = new ModuleSample();

        var tensors = sample.Tensors.Select(
            tensor => tensor.Shape.Length == 2 ? tensor.StoredByColumns() : tensor);

        AssertSame(sample, PyTorchModule.Load(Write(
            tensors.Select(tensor => tensor with { IsParameter = true }),
            isArchive: true)));
    }

    [Fact]
    public void Weights_in_one_storage_are_read_as_a_GPU_keeps_them()
    {
        var sample = new ModuleSample();
        double[] all = [.. sample.Tensors.SelectMany(tensor => tensor.Values)];
        var offset = 0;
        var tensors = new List<NamedTensor>();
        foreach (var tensor in sample.Tensors)
        {
            tensors.Add(new NamedTensor(tensor.Name, tensor.Shape, all) { StorageKey = "0", Offset = offset });
            offset += tensor.Values.Length;
        }

        AssertSame(sample, PyTorchModule.Load(Write(tensors, isArchive: true)));
    }

    [Fact]
    public void A_checkpoint_has_the_state_dict_in_it()
    {
        var sample = new ModuleSample();
        var file = new TorchFile();
        file.BeginDictionary().Item("epoch", () => file.Integer(3)).Item("model_state_dict", () =>
        {
            file.BeginDictionary();
            foreach (var tensor in sample.Tensors)
            {
                file.Item(tensor.Name, () => file.Tensor(tensor));
            }

            file.EndDictionary();
        });
        file.EndDictionary().Write(_folder.File("c.pth"));

        AssertSame(sample, PyTorchModule.Load(_folder.File("c.pth")));
    }

    [Theory]
    [InlineData("encoder.rnn.", "tok_embed.weight", "classifier.fc.")]
    [InlineData("", "table", "")]
    [InlineData("module.layers.0.", "module.emb.weight", "module.layers.1.")]
    public void The_names_of_attributes_do_not_matter(string rnn, string embedding, string output)
    {
        var sample = new ModuleSample(isBidirectional: true);

        AssertSame(sample, PyTorchModule.Load(Write(sample.Tensors.Select(tensor => tensor with
        {
            Name = tensor.Name == "embedding.weight"
                ? embedding
                : tensor.Name.Replace("rnn.", rnn, StringComparison.Ordinal).Replace(
                    "output.", output, StringComparison.Ordinal),
        }), isArchive: false)));
    }

    [Fact]
    public void An_RNNCell_is_one_layer()
    {
        var sample = new ModuleSample();

        AssertSame(sample, PyTorchModule.Load(Write(
            sample.Tensors.Select(tensor => tensor with
            {
                Name = tensor.Name.Replace("_l0", string.Empty, StringComparison.Ordinal),
            }),
            isArchive: false)));
    }

    [Fact]
    public void Tensors_of_any_names_are_read_where_they_are_named()
    {
        var sample = new ModuleSample();
        var options = new PyTorchLoadOptions();
        var number = 0;
        var tensors = new List<NamedTensor>();
        foreach (var tensor in sample.Tensors)
        {
            var role = tensor.Name.Replace("_l0", string.Empty, StringComparison.Ordinal);
            options.TensorNames[role] = $"t{number}";
            tensors.Add(tensor with { Name = $"t{number++}" });
        }

        AssertSame(sample, PyTorchModule.Load(Write(tensors, isArchive: true), options));
    }

    [Theory]
    [InlineData("rnn.weight_ih", "rnn.weight_ih_l0")]
    [InlineData("rnn", "rnn")]
    [InlineData("rnn", "rnn.")]
    [InlineData("embedding", "embedding.weight")]
    [InlineData("output", "output")]
    public void What_can_be_guessed_may_be_named_too(string role, string name)
    {
        var sample = new ModuleSample();

        AssertSame(sample, PyTorchModule.Load(
            Write(sample.Tensors, isArchive: true),
            new() { TensorNames = { [role] = name, ["output.weight"] = "output.weight" } }));
    }

    [Fact]
    public void A_layer_that_is_named_leaves_the_other_one_without_a_place()
    {
        NamedTensor[] tensors =
            [.. new ModuleSample().Tensors, Matrix("char.weight_ih_l0", 6, 5), Matrix("char.weight_hh_l0", 6, 6)];

        Assert.Equal(
            "char.weight_ih_l0",
            Assert.Throws<ModelFormatException>(
                () => Load(tensors, new() { TensorNames = { ["rnn"] = "rnn" } })).Tensor);
    }

    [Fact]
    public void The_bias_tells_the_output_layer_from_an_embedding_of_the_same_width()
    {
        var (embedding, output) = (Matrix("a.weight", 7, 6), Matrix("b.weight", 4, 6));
        NamedTensor[] layer = [Matrix("r.weight_ih_l0", 6, 6), Matrix("r.weight_hh_l0", 6, 6)];

        Assert.Equal(7, Load([embedding, .. layer, output, Vector("b.bias", 4)]).Shape.VocabularySize);
        Assert.Equal(4, Load([embedding, .. layer, output, Vector("a.bias", 7)]).Shape.VocabularySize);
        Assert.Equal(4, Load([embedding, .. layer, output with { Name = "my_emb.weight" }]).Shape.VocabularySize);
        var options = new PyTorchLoadOptions { TensorNames = { ["embedding"] = "b" } };
        Assert.Equal(4, Load([embedding, .. layer, output], options).Shape.VocabularySize);
        options = new PyTorchLoadOptions { TensorNames = { ["output"] = "a" } };
        Assert.Equal(4, Load([embedding, .. layer, output], options).Shape.VocabularySize);
        var error = Assert.Throws<ModelFormatException>(() => Load([embedding, .. layer, output]));
        Assert.Contains("role embedding", error.Message, StringComparison.Ordinal);
        Assert.Contains("a.weight [7, 6]", error.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wte.weight", "unembed.weight")]
    [InlineData("tok.weight", "remember.weight")]
    public void A_name_with_emb_inside_a_word_does_not_make_an_embedding(string embedding, string output)
    {
        NamedTensor[] tensors =
        [
            Matrix(embedding, 7, 6),
            Matrix("r.weight_ih_l0", 6, 6),
            Matrix("r.weight_hh_l0", 6, 6),
            Matrix(output, 4, 6),
        ];

        Assert.Contains(
            "role embedding",
            Assert.Throws<ModelFormatException>(() => Load(tensors)).Message,
            StringComparison.Ordinal);
        Assert.Equal(7, Load([tensors[0] with { Name = "wordEmb" }, .. tensors[1..]]).Shape.VocabularySize);
    }

    [Theory]
    [InlineData("rnn.weight_ih_l0", 5, "rnn.weight_hh_l0", 6)]
    [InlineData("rnn.weight_hh_l0", 6, "rnn.weight_ih_l0", 5)]
    public void Columns_of_one_matrix_may_be_two_tensors(string left, int columns, string right, int others)
    {
        var sample = new ModuleSample();
        double[] both = [.. Enumerable.Range(0, 6).SelectMany(row => (double[])
        [
            .. sample[left].Values.Skip(columns * row).Take(columns),
            .. sample[right].Values.Skip(others * row).Take(others),
        ])];

        AssertSame(sample, PyTorchModule.Load(Write(sample.Tensors.Select(tensor =>
            !tensor.Name.StartsWith("rnn.weight", StringComparison.Ordinal)
                ? tensor
                : new NamedTensor(tensor.Name, tensor.Shape, both)
                {
                    StorageKey = "99",
                    Strides = [11, 1],
                    Offset = tensor.Name == left ? 0 : columns,
                }), isArchive: true)));
    }

    [Fact]
    public void Other_tensors_beside_the_state_dict_in_a_checkpoint_do_not_matter()
    {
        var sample = new ModuleSample();
        var file = new TorchFile();
        var loss = new NamedTensor("loss", [], [0.5]);
        file.BeginDictionary().Item("loss", () => file.Tensor(loss)).Item("net", () =>
        {
            file.BeginDictionary();
            foreach (var tensor in sample.Tensors)
            {
                file.Item(tensor.Name, () => file.Tensor(tensor));
            }

            file.EndDictionary();
        }).Item("random", () =>
        {
            file.BeginDictionary().Item("state", () => file.Tensor(loss));
            file.EndDictionary();
        });
        file.EndDictionary().Write(_folder.File("c.pth"));

        AssertSame(sample, PyTorchModule.Load(_folder.File("c.pth")));
    }

    [Fact]
    public void A_Jordan_network_that_PyTorch_saved_again_is_known_by_its_shapes()
    {
        var shape = new ElmanShape(7, 4, 6, 3, 5, new NetworkVariant(NetworkKind.Jordan));
        var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 4));
        PyTorchModule.Save(model, _folder.File("j.safetensors"));
        using var dict = StateDict.Open(_folder.File("j.safetensors"));
        NamedTensor[] tensors = [.. dict.Tensors.Select(tensor =>
        {
            var values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
            tensor.Read(values);
            return new NamedTensor(tensor.Name, tensor.Shape, Array.ConvertAll(values, value => (double)value));
        })];

        var read = PyTorchModule.Load(
            Write(tensors, isArchive: true),
            new() { Activation = HiddenActivation.Sigmoid, WindowSize = 5, PaddingIndex = 6 });

        Assert.Equal(model.Fingerprint, read.Fingerprint);
    }

    [Theory]
    [InlineData(null, 9, -1)]
    [InlineData(0, 9, 0)]
    [InlineData(4, 9, 4)]
    [InlineData(8, 8, 8)]
    public void The_padding_row_is_that_of_padding_idx_or_zeros(int? padding, int words, int row)
    {
        var sample = new ModuleSample();

        var model = PyTorchModule.Load(
            Write(sample.Tensors, isArchive: true), new() { PaddingIndex = padding });

        Assert.Equal(words, model.Shape.VocabularySize);
        Assert.Equal(
            row < 0
                ? new float[ModuleSample.Embedding]
                : sample["embedding.weight"].Values.Skip(row * ModuleSample.Embedding).Take(ModuleSample.Embedding)
                    .Select(value => (float)value),
            model.Parameters.Embeddings[(words * ModuleSample.Embedding)..].ToArray());
    }

    [Fact]
    public void Words_and_labels_come_with_the_options()
    {
        var model = PyTorchModule.Load(Write(new ModuleSample().Tensors, isArchive: true), new()
        {
            Vocabulary = new Vocabulary("a b c d e f g h".Split(' ').Append(Vocabulary.UnknownWord)),
            Labels = new LabelSet(["O", "B-x", "I-x", "B-y"]),
        });

        Assert.Equal("B-y", model.Labels![3]);
        Assert.Equal(4, model.Compile().Labels!.Count);
        Assert.NotNull(new Tagger(model.Compile()).FindSlots("a b"));
    }

    [Fact]
    public void The_padding_row_of_a_window_is_read_by_the_words_at_the_ends()
    {
        NamedTensor[] tensors =
        [
            Matrix("emb.weight", 3, 1) with { Values = [1, 2, 5] },
            Matrix("r.weight_ih_l0", 1, 3) with { Values = [100, 10, 1] },
            Matrix("r.weight_hh_l0", 1, 1) with { Values = [0] },
            Matrix("o.weight", 2, 1) with { Values = [0, 0.001] },
        ];

        var model = PyTorchModule.Load(
            Write(tensors, isArchive: true),
            new() { WindowSize = 3, PaddingIndex = 2, Activation = HiddenActivation.Relu });

        // The window of word 1 after nothing and before word 0: 5, 2, 1.
        var probabilities = new float[4];
        new Tagger(model.Compile()).Tag([1, 0], new int[2], probabilities);
        Assert.Equal(1 / (1 + Math.Exp(-0.521)), probabilities[1], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(-0.215)), probabilities[3], 1e-6);
    }

    private static NamedTensor Matrix(string name, long rows, long columns) =>
        new(name, [rows, columns], [.. Enumerable.Range(0, (int)(rows * columns)).Select(i => i / 64.0)]);

    private static NamedTensor Vector(string name, long length) => new(name, [length], new double[length]);

    private static void AssertSame(ModuleSample sample, ElmanModel model)
    {
        var probabilities = new float[Words.Length * ModuleSample.Labels];
        new Tagger(model.Compile()).Tag(Words, new int[Words.Length], probabilities);
        Near.Equal(sample.Probabilities(Words), probabilities, 1e-6, "probabilities");
    }

    private ElmanModel Load(IEnumerable<NamedTensor> tensors, PyTorchLoadOptions? options = null) =>
        PyTorchModule.Load(Write(tensors, isArchive: true), options);

    private string Write(IEnumerable<NamedTensor> tensors, bool isArchive)
    {
        if (!isArchive)
        {
            return _folder.Write("m.safetensors", ModuleSample.Safetensors(tensors));
        }

        TorchFile.OfStateDict(tensors).Write(_folder.File("m.pt"));
        return _folder.File("m.pt");
    }
}
