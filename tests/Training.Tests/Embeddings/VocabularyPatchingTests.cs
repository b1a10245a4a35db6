using FastElman.Fixtures;
using FastElman.Training.Embeddings;
using FastElman.Training.Tests.Backpropagation;

namespace FastElman.Training.Tests.Embeddings;

public sealed class VocabularyPatchingTests
{
    private static readonly DateOnly Date = new(2026, 11, 28);

    private static readonly string[] Known = ["<UNK>", "DIGITDIGIT", "faro", "lima", "o'clock", "porto", "to"];
    private static readonly LabelSet Labels = new(["B-city", "I-city", "O"]);

    [Fact]
    public void A_new_word_has_the_mean_of_its_neighbours_at_the_length_that_it_has()
    {
        var parameters = Apply(Model(), new AddedWord("lisbon", ["porto", "faro", "lima"])).ExportParameters();

        var (porto, faro, lima) = (RowOf(parameters, 5), RowOf(parameters, 2), RowOf(parameters, 3));
        var row = RowOf(parameters, 7);
        Assert.All(
            Enumerable.Range(0, 4), i => Assert.Equal((porto[i] + (double)faro[i] + lima[i]) / 3, row[i], 1e-7));
        Assert.True(Length(row) < Length(porto));
    }

    [Fact]
    public void A_word_with_one_neighbour_has_its_embedding()
    {
        var parameters = Apply(Model(), new AddedWord("quito", ["lima"])).ExportParameters();

        Assert.Equal(RowOf(parameters, 3), RowOf(parameters, 7));
    }

    [Fact]
    public void All_other_rows_and_parameters_stay_and_the_padding_word_is_last()
    {
        foreach (var variant in NetworkVariants.Trained)
        {
            var model = Model(variant);
            var patched = Apply(model, new AddedWord("quito", ["lima"]), new AddedWord("lisbon", ["faro", "porto"]));

            var (before, after) = (model.ExportParameters(), patched.ExportParameters());
            Assert.Equal(before.Embeddings[..(7 * 4)], after.Embeddings[..(7 * 4)]);
            Assert.Equal(RowOf(before, 7), RowOf(after, 9));
            Assert.Equal(10 * 4, after.Embeddings.Length);
            Assert.All(
                model.Shape.Tensors.Where(tensor => tensor != ElmanTensor.Embeddings),
                tensor => Assert.Equal(before[tensor].ToArray(), after[tensor].ToArray()));
            Assert.Equal([.. Known, "quito", "lisbon"], patched.Vocabulary!);
            Assert.Same(model.Labels, patched.Labels);
            Assert.Equal(variant, patched.Shape.Variant);
        }
    }

    [Fact]
    public void Decoding_tokenizer_and_temperature_stay()
    {
        var model = Model(tokenizer: TokenizerKind.WhiteSpace, decoding: LabelDecoding.Iob).WithTemperature(1.25f);
        var patched = Apply(model, new AddedWord("quito", ["lima"]));

        Assert.Equal(
            (LabelDecoding.Iob, TokenizerKind.WhiteSpace, 1.25f),
            (patched.Decoding, patched.Tokenizer, patched.Temperature));
    }

    [Fact]
    public void The_record_says_what_was_added_from_what_to_which_model()
    {
        var model = Model();
        var patched = Apply(model, new AddedWord("quito", ["LIMA", "17"]));

        var record = Assert.Single(patched.Provenance.Patches);
        Assert.Equal(new VocabularyPatch(Date, model.Fingerprint, [new("quito", ["lima", "DIGITDIGIT"])]), record);
        Assert.Equal(model.Provenance with { Patches = [record] }, patched.Provenance);
    }

    [Fact]
    public void A_second_patch_keeps_the_record_of_the_first()
    {
        var first = Apply(Model(), new AddedWord("quito", ["lima"]));
        var second = Apply(first, new AddedWord("lisbon", ["quito", "<UNK>"]));

        Assert.Equal(
            [first.Provenance.Patches[0], new(Date, first.Fingerprint, [new("lisbon", ["quito", "<UNK>"])])],
            second.Provenance.Patches);
        Assert.Equal(["quito", "lisbon"], second.Vocabulary!.Skip(7));
    }

    [Fact]
    public void Pruning_keeps_the_record()
    {
        var corpus = FlightRequests.Generate().ToCorpus();
        var trained = new TrainingRun(
            corpus, new TrainingOptions { HiddenSize = 16, EmbeddingSize = 8, Epochs = 1 }).Run(
                cancellationToken: TestContext.Current.CancellationToken).Model;
        var patched = Apply(trained, new AddedWord("xanadu", [trained.Vocabulary![5]]));

        var pruned = RecurrencePruning.Prune(
            patched,
            corpus,
            new PruningOptions { Density = 0.5, Epochs = 1 },
            cancellationToken: TestContext.Current.CancellationToken).Model;

        Assert.Equal(patched.Provenance.Patches, pruned.Provenance.Patches);
    }

    [Theory]
    [InlineData("porto", "the model knows the word \"porto\" already (found \"porto\")")]
    [InlineData("PORTO", "the model knows the word \"PORTO\" already (found \"porto\")")]
    [InlineData("42", "the model knows the word \"42\" already (found \"DIGITDIGIT\")")]
    [InlineData("", "a word is empty")]
    [InlineData("<UNK>", "<UNK> stands for all words that a model does not know")]
    [InlineData("new york", "not one token of the model's tokenizer (expected one token, found \"new\", \"york\")")]
    [InlineData(",quito", "\",quito\" is not one token of the model's tokenizer (expected one token, found \"quito\")")]
    [InlineData("quito,", "\"quito,\" is not one token of the model's tokenizer (expected one token, found \"quito\")")]
    [InlineData("a b c d e", "found \"a\", \"b\", \"c\", \"d\", ...)")]
    [InlineData("to/lima", "found \"to\", \"lima\")")]
    [InlineData("?!", "found none)")]
    [InlineData(" ", "found none)")]
    [InlineData("Quito", "writes words in another form than \"Quito\" (expected \"quito\")")]
    [InlineData("747", "writes words in another form than \"747\" (expected \"DIGITDIGITDIGIT\")")]
    [InlineData("7UP", "(expected \"DIGITup\"")]
    public void A_word_that_cannot_be_added_is_refused(string word, string reason) =>
        Assert.Contains(reason, Refusal(new AddedWord(word, ["lima"])), StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Contains(
            "is not valid Unicode", Refusal(new AddedWord("quito\ud800", ["lima"])), StringComparison.Ordinal);

    [Fact]
    public void A_word_that_is_given_twice_is_refused() =>
        Assert.Contains(
            "the word \"quito\" is given twice",
            Refusal(new AddedWord("quito", ["lima"]), new AddedWord("quito", ["faro"])),
            StringComparison.Ordinal);

    /// <summary>As it was read while it was unknown.</summary>
    [Fact]
    public void A_word_without_neighbours_is_made_of_its_letters_in_a_model_with_subwords()
    {
        var shape = new ElmanShape(3, 2, 3, 4, 1, NetworkVariant.Tutorial, subwordCount: 40);
        var model = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 8),
            new Vocabulary(["<UNK>", "lima", "faro"]),
            new LabelSet(["O", "X"]));

        var patched = VocabularyPatching.Apply(
            model, [new AddedWord("quito", []), new AddedWord("cuzco", ["lima"])], new DateOnly(2026, 11, 28));

        var (before, after) = (model.ExportParameters(), patched.ExportParameters());
        Bits.AssertEqual(
            UnknownCorpusWords.AddTo(before, unknown: 0, ["quito"]).Embeddings.Slice(3 * 4, 4),
            after.Embeddings.Slice(3 * 4, 4));
        Bits.AssertEqual(before.Embeddings.Slice(1 * 4, 4), after.Embeddings.Slice(4 * 4, 4));
        Bits.AssertEqual(before[ElmanTensor.Subwords], after[ElmanTensor.Subwords]);
        var added = Assert.Single(patched.Provenance.Patches).Words;
        Assert.Equal([new AddedWord("quito", []), new AddedWord("cuzco", ["lima"])], added);
        using var file = new MemoryStream();
        patched.Save(file);
        Assert.Equal(patched.Provenance.Patches, ElmanModel.Load(file.ToArray()).Provenance.Patches);
    }

    [Fact]
    public void A_patched_model_keeps_the_precision_of_its_subwords()
    {
        var shape = new ElmanShape(3, 2, 3, 4, 1, NetworkVariant.Tutorial, subwordCount: 40);
        var model = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 8),
            new Vocabulary(["<UNK>", "lima", "faro"]),
            new LabelSet(["O", "X"])).WithSubwordPrecision(SubwordPrecision.Float16);

        var patched = VocabularyPatching.Apply(model, [new AddedWord("quito", [])], new DateOnly(2026, 11, 28));

        Assert.Equal(SubwordPrecision.Float16, patched.SubwordPrecision);
        using var file = new MemoryStream();
        patched.Save(file);
        var loaded = ElmanModel.Load(file.ToArray());
        Assert.Equal((SubwordPrecision.Float16, patched.Fingerprint), (loaded.SubwordPrecision, loaded.Fingerprint));
    }

    [Fact]
    public void Neighbours_that_say_nothing_are_refused()
    {
        Assert.Contains("\"quito\" has no neighbours", Refusal(new AddedWord("quito", [])), StringComparison.Ordinal);
        Assert.Contains(
            "the model does not know the word \"cuzco\", which \"quito\" is to be like",
            Refusal(new AddedWord("quito", ["lima", "cuzco"])),
            StringComparison.Ordinal);
        Assert.Contains(
            "the neighbour \"Lima\" of \"quito\" is given twice",
            Refusal(new AddedWord("quito", ["lima", "Lima"])),
            StringComparison.Ordinal);
        Assert.Contains(
            "the model does not know the word \"quito\"",
            Refusal(new AddedWord("quito", ["lima"]), new AddedWord("cuzco", ["quito"])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_words_and_an_empty_patch_are_refused()
    {
        var without = ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 3, 4, 2, 1), seed: 3));
        Assert.Throws<ArgumentException>("model", () => Apply(without, new AddedWord("quito", ["lima"])));
        Assert.Throws<ArgumentException>("words", () => Apply(Model()));
        Assert.Throws<ArgumentException>("words", () => Apply(Model(), [null!]));
    }

    [Fact]
    public void Capitals_stay_where_the_vocabulary_has_some()
    {
        var model = Model(words: ["<UNK>", "DIGITDIGIT", "Faro", "Lima", "o'clock", "Porto", "to"]);

        var patched = Apply(model, new AddedWord("Quito", ["Lima"]), new AddedWord("DIGITam", ["to"]));

        Assert.Equal(["Quito", "DIGITam"], patched.Vocabulary!.Skip(7));
        Assert.False(patched.Vocabulary!.Contains("quito"));
        Assert.True(patched.Vocabulary.Contains("7am"));
    }

    [Fact]
    public void White_space_alone_ends_a_word_where_the_tokenizer_says_so() =>
        Assert.Equal(
            "quito,",
            Apply(Model(tokenizer: TokenizerKind.WhiteSpace), new AddedWord("quito,", ["lima"])).Vocabulary![7]);

    [Fact]
    public void A_vocabulary_without_an_unknown_word_can_be_patched()
    {
        var model = Model(words: ["DIGIT", "DIGITDIGIT", "faro", "lima", "o'clock", "porto", "to"]);

        var patched = Apply(model, new AddedWord("quito", ["lima"]));

        Assert.Equal(7, patched.Vocabulary!.GetIndex("Quito"));
        Assert.Contains(
            "does not know the word \"<UNK>\"",
            Assert.Throws<ArgumentException>(() => Apply(model, new AddedWord("quito", ["<UNK>"]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "only training can give it a meaning",
            Assert.Throws<ArgumentException>(() => Apply(model, new AddedWord("<UNK>", ["lima"]))).Message,
            StringComparison.Ordinal);
    }

    private static string Refusal(params AddedWord[] words) =>
        Assert.Throws<ArgumentException>(() => Apply(Model(), words)).Message;

    private static ElmanModel Apply(ElmanModel model, params AddedWord[] words) =>
        VocabularyPatching.Apply(model, words, Date);

    private static ElmanModel Model(
        NetworkVariant? variant = null,
        string[]? words = null,
        TokenizerKind tokenizer = TokenizerKind.Punctuation,
        LabelDecoding? decoding = null)
    {
        var shape = new ElmanShape(
            hiddenSize: 6, Labels.Count, Known.Length, embeddingSize: 4, windowSize: 3,
            variant ?? NetworkVariant.Tutorial);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 5),
            new Vocabulary(words ?? Known),
            Labels,
            new ModelProvenance("tutorial", "a corpus"),
            decoding,
            tokenizer: tokenizer);
    }

    private static float[] RowOf(ElmanParameters parameters, int row) =>
        parameters.Embeddings.Slice(row * 4, 4).ToArray();

    private static double Length(float[] row) => Math.Sqrt(row.Sum(value => (double)value * value));
}
