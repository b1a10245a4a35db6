using System.Runtime.InteropServices;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;

namespace FastElman.Training.Tests.Embeddings;

/// <summary>What a model answers that words were added to, beside what it answered before.</summary>
public sealed class PatchedResultsTests
{
    private const string Sentence = "From Porto, to Lima/faro at 17 o'clock: unheard-of (to) DIGIT.";

    private static readonly DateOnly Date = new(2026, 11, 28);
    private static readonly LabelSet Labels = new(["B-city", "B-time", "I-city", "I-time", "O"]);

    private static readonly string[] Words =
        ["'", "<UNK>", "DIGIT", "DIGITDIGIT", "at", "faro", "from", "lima", "o'clock", "porto", "to"];

    private static readonly AddedWord[] Added =
        [new("lisbon", ["porto", "faro"]), new("of", ["to", "<UNK>"]), new("quito", ["lima", "porto", "faro"])];

    public static MatrixTheoryData<NetworkKind, HiddenActivation, LabelDecoding> Networks =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<HiddenActivation>(), Enum.GetValues<LabelDecoding>());

    [Theory]
    [MemberData(nameof(Networks))]
    public void Texts_and_indices_without_new_words_give_the_same_bits(
        NetworkKind kind, HiddenActivation activation, LabelDecoding decoding)
    {
        foreach (var options in AllOptions())
        {
            foreach (var window in (int[])[1, 5])
            {
                foreach (var tokenizer in Enum.GetValues<TokenizerKind>())
                {
                    var model = Model(new(kind, activation, decoding.UsesTransitions()), decoding, window, tokenizer);
                    var (before, after) = (model.Compile(options), Patch(model).Compile(options));

                    Assert.Equal(OfText(before, Sentence), OfText(after, Sentence));
                    Assert.Equal(OfIndices(before), OfIndices(after));
                    Assert.Equal(OfBatch(before), OfBatch(after));
                }
            }
        }
    }

    [Theory]
    [InlineData(NetworkKind.Elman)]
    [InlineData(NetworkKind.Jordan)]
    public void Streams_without_new_words_give_the_same_bits(NetworkKind kind)
    {
        var model = Model(new NetworkVariant(kind), LabelDecoding.ArgMax, window: 5);

        Assert.Equal(OfStream(model.Compile()), OfStream(Patch(model).Compile()));
    }

    [Fact]
    public void A_new_word_is_found_in_text_in_any_case_and_counts_as_known()
    {
        var tagger = new Tagger(Patch(Model(null, LabelDecoding.ArgMax, window: 3)).Compile());

        tagger.FindSlots("From LISBON, to Quito", out var statistics);

        Assert.Equal((4, 0), (statistics.TokenCount, statistics.UnknownTokenCount));
        Assert.Equal(
            LabelsOf(tagger, "from lisbon to quito"), LabelsOf(tagger, "From LISBON, to Quito"));
    }

    [Fact]
    public void A_new_word_with_one_neighbour_is_labelled_as_it_is()
    {
        var model = Model(null, LabelDecoding.ArgMax, window: 3);
        var patched = VocabularyPatching.Apply(model, [new("quito", ["lima"])], Date);
        var tagger = new Tagger(patched.Compile());

        Assert.Equal(LabelsOf(tagger, "from lima to porto"), LabelsOf(tagger, "from quito to porto"));
    }

    private static string[] LabelsOf(Tagger tagger, string text) =>
        [.. tagger.TagSentence(text).Select(word => word.Label)];

    private static ElmanModel Patch(ElmanModel model)
    {
        var patched = VocabularyPatching.Apply(model, Added, Date);
        using var file = new MemoryStream();
        patched.Save(file);
        var loaded = ElmanModel.Load(file.ToArray());
        Assert.Equal(patched.Provenance, loaded.Provenance);
        return loaded;
    }

    private static ElmanModel Model(
        NetworkVariant? variant,
        LabelDecoding decoding,
        int window,
        TokenizerKind tokenizer = TokenizerKind.Punctuation) =>
        ElmanModel.Create(
            RandomModel.Parameters(
                new ElmanShape(20, Labels.Count, Words.Length, 6, window, variant ?? NetworkVariant.Tutorial),
                seed: 9,
                range: 1f),
            new Vocabulary(Words),
            Labels,
            decoding: decoding,
            tokenizer: tokenizer).WithTemperature(1.5f);

    /// <summary>
    /// Floats and 16-bit weights, with the table of projected embeddings, with a small one, and without.
    /// </summary>
    private static IEnumerable<CompileOptions> AllOptions() =>
        from precision in Enum.GetValues<WeightPrecision>()
        from budget in (long[])[0, 2048, CompileOptions.DefaultProjectionBudget]
        select new CompileOptions { Precision = precision, ProjectionBudget = budget };

    private static (string Tokens, string Labels, string Confidence) OfText(CompiledModel model, string text)
    {
        var (tokens, labels, confidence) = (new Range[text.Length], new int[text.Length], new float[text.Length]);
        var count = new Tagger(model).TagText(text, tokens, labels, confidence);
        return (
            string.Join(' ', tokens.Take(count)),
            string.Join(' ', labels.Take(count)),
            Bits(confidence.AsSpan(0, count)));
    }

    private static (string Labels, string Probabilities) OfIndices(CompiledModel model)
    {
        int[] words = [-1, 5, 1, 10, 0, 2, 3, 4, 9, 8, 7, 6];
        var (labels, probabilities) = (new int[words.Length], new float[words.Length * Labels.Count]);
        new Tagger(model).Tag(words, labels, probabilities);
        return (string.Join(' ', labels), Bits(probabilities));
    }

    private static string OfBatch(CompiledModel model) => string.Join(
        '|',
        new BatchTagger(model, maxDegreeOfParallelism: 1).FindSlots([Sentence, "to faro at 8", string.Empty]).Select(
            slots => string.Join(' ', slots.Select(slot => $"{slot.Name} {slot.Start} {Bits([slot.Confidence])}"))));

    private static string OfStream(CompiledModel model)
    {
        var stream = new TaggingStream(model);
        var labels = new List<string>();
        foreach (var word in Sentence.Split(' '))
        {
            if (stream.Push(word, out string? label))
            {
                labels.Add(label);
            }
        }

        var rest = new string[stream.Delay];
        return string.Join(' ', labels.Concat(rest[..stream.Complete(rest)]));
    }

    private static string Bits(ReadOnlySpan<float> values) =>
        Convert.ToHexString(MemoryMarshal.AsBytes(values));
}
