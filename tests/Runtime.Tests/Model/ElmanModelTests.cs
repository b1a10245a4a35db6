using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Tests.Files;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Model;

public sealed class ElmanModelTests
{
    [Fact]
    public void What_is_saved_to_a_path_is_loaded_again_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("m.safetensors");
        HandmadeFile.Model().Save(path);
        AssertSame(HandmadeFile.Model(), ElmanModel.Load(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Load_reads_a_stream_from_its_position_and_leaves_it_open()
    {
        using var stream = new MemoryStream([1, 2, 3, .. HandmadeFile.Bytes(HandmadeFile.Model())]);
        stream.Position = 3;
        AssertSame(HandmadeFile.Model(), ElmanModel.Load(stream));
        Assert.Equal(stream.Length, stream.Position);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Load_reads_a_slow_stream_that_cannot_seek()
    {
        using var stream = new DripStream(HandmadeFile.Bytes(HandmadeFile.Model()));
        AssertSame(HandmadeFile.Model(), ElmanModel.Load(stream));
    }

    [Fact]
    public void It_is_loaded_from_memory_which_may_then_change()
    {
        var bytes = HandmadeFile.Bytes(HandmadeFile.Model());
        var model = ElmanModel.Load(bytes);
        Array.Clear(bytes);
        AssertSame(HandmadeFile.Model(), model);
    }

    [Fact]
    public void A_model_of_any_shape_survives_the_round_trip() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 60], Gen.Int[1, 20], Gen.Int[0, 6]).Sample(
            (hidden, labels, vocabulary, embedding, reach) =>
            {
                var shape = new ElmanShape(hidden, labels, vocabulary, embedding, (2 * reach) + 1);
                var model = ElmanModel.Create(
                    RandomModel.Parameters(shape, seed: hidden, range: 1e30f),
                    vocabulary == 0 ? new Vocabulary([]) : RandomModel.Vocabulary(shape),
                    RandomModel.Labels(shape));
                AssertSame(model, ElmanModel.Load(HandmadeFile.Bytes(model)));
            });

    [Fact]
    public void A_model_of_every_variant_survives_the_round_trip()
    {
        using var folder = new TemporaryFolder();
        foreach (var (variant, decoding) in ModelSample.AllDecodings)
        {
            var model = HandmadeFile.Model(variant: variant, decoding: decoding);
            model.Save(folder.File("m.safetensors"));
            var loaded = ElmanModel.Load(folder.File("m.safetensors"));
            AssertSame(model, loaded);
            Assert.Equal(variant, loaded.Shape.Variant);
            Assert.Equal(decoding, loaded.Decoding);
        }
    }

    [Fact]
    public void The_default_decoding_uses_transition_scores_if_present()
    {
        foreach (var hasTransitions in (bool[])[false, true])
        {
            var parameters = new ElmanParameters(new ElmanShape(1, 2, 3, 1, 1, new(HasTransitions: hasTransitions)));
            Assert.Equal(
                hasTransitions ? LabelDecoding.Transitions : LabelDecoding.ArgMax,
                ElmanModel.Create(parameters).Decoding);
            foreach (var decoding in Enum.GetValues<LabelDecoding>())
            {
                if (hasTransitions == decoding is LabelDecoding.Transitions or LabelDecoding.IobTransitions)
                {
                    Assert.Equal(decoding, ElmanModel.Create(parameters, decoding: decoding).Decoding);
                    continue;
                }

                var exception = Assert.Throws<ArgumentOutOfRangeException>(
                    "decoding", () => ElmanModel.Create(parameters, decoding: decoding));
                Assert.Contains(
                    hasTransitions ? "expected Transitions or IobTransitions" : "expected ArgMax or Iob",
                    exception.Message,
                    StringComparison.Ordinal);
                Assert.Contains($"found {decoding}", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_default_decoding_that_does_not_exist_is_refused(int value)
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 2, 3, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            "decoding", () => ElmanModel.Create(parameters, decoding: (LabelDecoding)value));
    }

    [Fact]
    public void Any_words_survive_the_round_trip() =>
        Gen.String[1, 30].Where(word => word.All(character => !char.IsSurrogate(character))).HashSet[1, 20].Sample(
            words =>
            {
                var shape = new ElmanShape(1, words.Count, words.Count, 1, 1);
                var model = ElmanModel.Create(
                    new ElmanParameters(shape),
                    new Vocabulary(words),
                    new LabelSet(words),
                    new ModelProvenance(words.First(), words.Last()));
                AssertSame(model, ElmanModel.Load(HandmadeFile.Bytes(model)));
            });

    [Fact]
    public void A_word_that_is_no_sound_unicode_is_refused_before_it_can_be_lost()
    {
        Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "\ud800"]));
        Assert.Throws<ArgumentException>(() => new LabelSet(["a", "b\udc00"]));
        Assert.Equal(1, new Vocabulary(["a", "\ud83d\ude80"]).GetIndex("\ud83d\ude80"));
    }

    [Fact]
    public void A_model_without_names_has_none_after_the_round_trip()
    {
        var model = ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 2, 2, 1), seed: 1));
        var loaded = ElmanModel.Load(HandmadeFile.Bytes(model));
        Assert.Null(loaded.Vocabulary);
        Assert.Null(loaded.Labels);
        Assert.Equal(new ModelProvenance(), loaded.Provenance);
        Bits.AssertEqual(model.ExportParameters(), loaded.ExportParameters());
    }

    [Fact]
    public void Denormals_negative_zero_and_the_largest_floats_survive()
    {
        var shape = new ElmanShape(3, 2, 4, 5, 3);
        var parameters = new ElmanParameters(shape);
        float[] special = [-0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue];
        special.CopyTo(parameters.Embeddings);
        Bits.AssertEqual(
            parameters, ElmanModel.Load(HandmadeFile.Bytes(ElmanModel.Create(parameters))).ExportParameters());
    }

    [Fact]
    public void The_parameters_are_copied_in_and_out()
    {
        var parameters = RandomModel.Parameters(new ElmanShape(3, 2, 4, 5, 3), seed: 9);
        var expected = parameters.Clone();
        var model = ElmanModel.Create(parameters);
        foreach (var tensor in TensorNames.Tutorial)
        {
            parameters[tensor].Clear();
            model.ExportParameters()[tensor].Clear();
        }

        Bits.AssertEqual(expected, model.ExportParameters());
    }

    [Fact]
    public void More_or_fewer_names_than_the_shape_says_are_refused()
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 2, 3, 1, 1));
        var words = Assert.Throws<ArgumentException>(
            "vocabulary", () => ElmanModel.Create(parameters, vocabulary: new Vocabulary(["a", "b"])));
        Assert.Contains("expected 3 words, found 2", words.Message, StringComparison.Ordinal);
        var labels = Assert.Throws<ArgumentException>(
            "labels", () => ElmanModel.Create(parameters, labels: new LabelSet(["a", "b", "c"])));
        Assert.Contains("expected 2 labels, found 3", labels.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElmanTensor.Embeddings)]
    [InlineData(ElmanTensor.RecurrentWeights)]
    [InlineData(ElmanTensor.InitialState)]
    public void A_value_that_is_not_finite_is_refused_and_taken_when_allowed(ElmanTensor tensor)
    {
        var parameters = new ElmanParameters(new ElmanShape(2, 2, 3, 1, 1));
        parameters[tensor][1] = float.NaN;
        var exception = Assert.Throws<ArgumentException>("parameters", () => ElmanModel.Create(parameters));
        Assert.StartsWith(
            $"tensor {tensor.FileName()}: the value at index 1 is not finite (expected finite values, found NaN)",
            exception.Message,
            StringComparison.Ordinal);
        var model = ElmanModel.Create(parameters, allowNonFinite: true);
        Assert.True(float.IsNaN(model.ExportParameters()[tensor][1]));
        Assert.Throws<ModelFormatException>(() => ElmanModel.Load(HandmadeFile.Bytes(model)));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("m.safetensors", "old");
        var words = Enumerable.Range(0, 17).Select(i => new string((char)('a' + i), 1 << 20)).ToArray();
        var model = ElmanModel.Create(
            new ElmanParameters(new ElmanShape(1, 1, words.Length, 1, 1)), new Vocabulary(words));
        Assert.Throws<NotSupportedException>(() => model.Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_input_and_output()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => ElmanModel.Load(folder.File("none")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_is_not_the_name_of_a_file_is_a_problem_of_the_path(string path)
    {
        Assert.False(ElmanModel.TryLoad(path, options: null, out var model, out var problem));
        Assert.Null(model);
        Assert.EndsWith("is not the name of a file", problem, StringComparison.Ordinal);
        Assert.False(ElmanModel.TryLoad(path, out _));
    }

    [Fact]
    public async Task A_stream_for_the_other_direction_is_an_argument_error()
    {
        using var folder = new TemporaryFolder();
        var model = ElmanModel.Create(new ElmanParameters(new ElmanShape(1, 1, 1, 1, 1)));
        using (var writing = new FileStream(folder.File("m"), FileMode.Create, FileAccess.Write))
        {
            Assert.Throws<ArgumentException>("stream", () => ElmanModel.Load(writing));
            await Assert.ThrowsAsync<ArgumentException>(
                "stream",
                () => ElmanModel.LoadAsync(writing, cancellationToken: TestContext.Current.CancellationToken));
        }

        Assert.Throws<ArgumentException>("stream", () => model.Save(new MemoryStream(new byte[1], writable: false)));
    }

    [Fact]
    public void A_failed_save_names_the_target_and_no_temporary_file()
    {
        using var folder = new TemporaryFolder();
        var model = ElmanModel.Create(new ElmanParameters(new ElmanShape(1, 1, 1, 1, 1)));
        var missing = Path.Combine(folder.Path, "missing", "x");
        var exception = Assert.Throws<DirectoryNotFoundException>(() => model.Save(missing));
        Assert.StartsWith($"{missing}: ", exception.Message, StringComparison.Ordinal);
        foreach (var path in (string[])[Path.Combine(folder.Path, new string('x', 256)), folder.Path])
        {
            var message = Assert.ThrowsAny<SystemException>(() => model.Save(path)).Message;
            Assert.Contains(path, message, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Nothing_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(() => ElmanModel.Load((string)null!));
        Assert.Throws<ArgumentException>(() => ElmanModel.Load(""));
        Assert.Throws<ArgumentNullException>(() => ElmanModel.Load((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => ElmanModel.Create(null!));
    }

    private static void AssertSame(ElmanModel expected, ElmanModel actual)
    {
        Bits.AssertEqual(expected.ExportParameters(), actual.ExportParameters());
        Assert.Equal(expected.Vocabulary, actual.Vocabulary);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Provenance, actual.Provenance);
    }

    /// <summary>Bytes that come one by one, without a length and without a way back.</summary>
    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }

    [Fact]
    public void A_tokenizer_changes_the_fingerprint_where_it_is_not_the_default()
    {
        var parameters = RandomModel.Parameters(new ElmanShape(3, 2, 4, 5, 3), seed: 1);
        var usual = ElmanModel.Create(parameters);
        Assert.Equal(TokenizerKind.Punctuation, usual.Tokenizer);
        Assert.Equal(
            usual.Fingerprint, ElmanModel.Create(parameters, tokenizer: TokenizerKind.Punctuation).Fingerprint);
        Assert.NotEqual(
            usual.Fingerprint, ElmanModel.Create(parameters, tokenizer: TokenizerKind.WhiteSpace).Fingerprint);
        Assert.Throws<ArgumentOutOfRangeException>(
            "tokenizer", () => ElmanModel.Create(parameters, tokenizer: (TokenizerKind)9));
    }

    [Fact]
    public void Every_word_every_label_and_the_temperature_change_the_fingerprint()
    {
        var parameters = RandomModel.Parameters(new ElmanShape(3, 2, 4, 5, 3), seed: 1);
        ElmanModel Model(string word, string label) => ElmanModel.Create(
            parameters, new Vocabulary(["a", "b", word, "<UNK>"]), new LabelSet([label, "O"]));
        var model = Model("c", "B-x");
        ElmanModel[] models =
        [
            model, Model("d", "B-x"), Model("c", "B-y"), ElmanModel.Create(parameters),
            model.WithTemperature(2f), model.WithTemperature(3f),
        ];

        Assert.Equal(model.Fingerprint, Model("c", "B-x").Fingerprint);
        Assert.Equal(models.Length, models.Select(each => each.Fingerprint).Distinct().Count());
    }
}
