using System.Text;
using FastElman.Fixtures;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>What calls count, with a model in which each word says how it is counted.</summary>
public sealed class TextStatisticsTests
{
    /// <summary>Two clear words, two close ones, and an unknown one.</summary>
    private const string Text = "clear close atlantis close, clear";

    /// <summary>A close word among so many clear ones that bytes are tried for all of them.</summary>
    private static readonly string RarelyClose = string.Join(' ', Enumerable.Repeat("clear", 20)) + " close";

    [Theory, EveryInstructionSet(LabelDecoding.ArgMax, LabelDecoding.Iob)]
    public void Labels_alone_count_the_words_that_bytes_leave_open(
        InstructionSet instructionSet, LabelDecoding decoding)
    {
        var tagger = TaggerOf(instructionSet, decoding);
        var expected = new TextStatistics
        {
            TokenCount = 5,
            UnknownTokenCount = 1,
            RescoredTokenCount = tagger.Model.Diagnostics.UsesByteArgMax ? 2 : 0,
        };
        for (var call = 0; call < 2; call++)
        {
            Assert.Equal(expected, OfLabels(tagger, Text, wantsConfidence: false));
        }
    }

    [Theory, EveryInstructionSet]
    public void A_long_text_counts_the_words_of_all_its_blocks(InstructionSet instructionSet)
    {
        var tagger = TaggerOf(instructionSet);
        var text = string.Join(' ', Enumerable.Repeat(RarelyClose + " atlantis", 100));
        var statistics = OfLabels(tagger, text, wantsConfidence: false);
        Assert.Equal(2200, statistics.TokenCount);
        Assert.Equal(100, statistics.UnknownTokenCount);
        Assert.Equal(tagger.Model.Diagnostics.UsesByteArgMax ? 100 : 0, statistics.RescoredTokenCount);
    }

    [Theory, EveryInstructionSet]
    public void Words_for_which_bytes_are_no_longer_tried_count_too(InstructionSet instructionSet)
    {
        var tagger = TaggerOf(instructionSet);
        var text = string.Join(' ', Enumerable.Repeat("close", 3000));
        var statistics = OfLabels(tagger, text, wantsConfidence: false);
        Assert.Equal(tagger.Model.Diagnostics.UsesByteArgMax ? 3000 : 0, statistics.RescoredTokenCount);
    }

    [Theory, EveryInstructionSet]
    public void Labels_with_confidence_try_no_bytes(InstructionSet instructionSet) => Assert.Equal(
        new TextStatistics { TokenCount = 5, UnknownTokenCount = 1 },
        OfLabels(TaggerOf(instructionSet), Text, wantsConfidence: true));

    [Theory, EveryInstructionSet]
    public void Slots_try_no_bytes_where_words_are_labelled_by_themselves(InstructionSet instructionSet)
    {
        var tagger = TaggerOf(instructionSet);
        var expected = new TextStatistics { TokenCount = 5, UnknownTokenCount = 1, OmittedSlotCount = 2 };
        Assert.Equal(2, tagger.FindSlots(Text, out var statistics).Count);
        Assert.Equal(expected, statistics);
        tagger.FindSlots(Encoding.UTF8.GetBytes(Text), out statistics);
        Assert.Equal(expected, statistics);
    }

    /// <summary>Constraints need the labels before they need the sum over all sequences.</summary>
    [Theory, EveryInstructionSet]
    public void Slots_count_what_bytes_leave_open_where_labels_are_constrained(InstructionSet instructionSet)
    {
        var tagger = TaggerOf(instructionSet, LabelDecoding.Iob);
        tagger.FindSlots(Text, out var statistics);
        Assert.Equal(
            new TextStatistics
            {
                TokenCount = 5,
                UnknownTokenCount = 1,
                RescoredTokenCount = tagger.Model.Diagnostics.UsesByteArgMax ? 2 : 0,
                OmittedSlotCount = 2,
            },
            statistics);
    }

    [Theory, EveryInstructionSet(LabelDecoding.ArgMax, LabelDecoding.Iob)]
    public void A_batch_counts_all_its_texts_together(InstructionSet instructionSet, LabelDecoding decoding)
    {
        var tagger = TaggerOf(instructionSet, decoding);
        var once = (string[])[RarelyClose, "", "clear atlantis"];
        string[] texts = [.. Enumerable.Repeat(once, 40).SelectMany(text => text)];
        var usesBytes = decoding == LabelDecoding.Iob && tagger.Model.Diagnostics.UsesByteArgMax;
        var expected = new TextStatistics
        {
            TokenCount = 40 * 23,
            UnknownTokenCount = 40,
            RescoredTokenCount = usesBytes ? 40 : 0,
            OmittedSlotCount = 40,
        };
        string[][] sentences = [.. texts.Select(text => tagger.TagSentence(text).Select(word => word.Word).ToArray())];
        foreach (var threads in (int[])[1, 2, 4])
        {
            var batch = new BatchTagger(tagger.Model, threads);
            for (var call = 0; call < 5; call++)
            {
                // What a call without confidence leaves open is not that of the next call.
                batch.Tag(sentences);
                Assert.Equal(texts.Select(text => tagger.FindSlots(text)), batch.FindSlots(texts, out var statistics));
                Assert.Equal(expected, statistics);
            }
        }

        new BatchTagger(tagger.Model).FindSlots([], out var none);
        Assert.Equal(default, none);
    }

    [Fact]
    public void Text_without_a_word_counts_nothing()
    {
        var tagger = TaggerOf(SimdInfo.Active);
        Assert.Equal(default, OfLabels(tagger, "?!", wantsConfidence: false));
        Assert.Empty(tagger.FindSlots("", out var statistics));
        Assert.Equal(default, statistics);
    }

    [Fact]
    public void Counting_refuses_too_little_room_of_any_kind()
    {
        var tagger = TaggerOf(SimdInfo.Active);
        foreach (var (tokens, labels, confidence) in ((int, int, int)[])[(1, 2, 2), (2, 1, 2), (2, 2, 1), (1, 1, 0)])
        {
            Assert.Throws<ArgumentException>(() => tagger.TagText(
                "clear close", new Range[tokens], new int[labels], new float[confidence], out _));
            Assert.Throws<ArgumentException>(() => tagger.TagText(
                "clear close"u8, new Range[tokens], new int[labels], new float[confidence], out _));
        }
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var tagger = TaggerOf(SimdInfo.Active);
        var utf8 = Encoding.UTF8.GetBytes(Text);
        var (tokens, labels, confidence) = (new Range[utf8.Length], new int[utf8.Length], new float[utf8.Length]);
        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                tagger.TagText(Text, tokens, labels, default, out _);
                tagger.TagText(Text, tokens, labels, confidence, out _);
                tagger.TagText(utf8, tokens, labels, confidence, out _);
            }
        }));
    }

    /// <summary>
    /// The counts of both forms of a text, which have to be equal, and label it as without them. Each call has a tagger
    /// of its own, since calls remember whether bytes were worth it.
    /// </summary>
    private static TextStatistics OfLabels(Tagger tagger, string text, bool wantsConfidence)
    {
        var model = tagger.Model;
        var utf8 = Encoding.UTF8.GetBytes(text);
        var (tokens, labels) = (new Range[utf8.Length], new int[utf8.Length]);
        var confidence = new float[wantsConfidence ? utf8.Length : 0];
        new Tagger(model).TagText(utf8, tokens, labels, confidence, out var statistics);
        var count = new Tagger(model).TagText(text, tokens, labels, confidence, out var again);
        Assert.Equal(statistics, again);
        Assert.Equal(statistics.TokenCount, count);

        var (plainTokens, plainLabels) = (new Range[utf8.Length], new int[utf8.Length]);
        Assert.Equal(count, new Tagger(model).TagText(text, plainTokens, plainLabels));
        Assert.Equal(plainTokens[..count], tokens[..count]);
        Assert.Equal(plainLabels[..count], labels[..count]);
        return statistics;
    }

    private static Tagger TaggerOf(InstructionSet instructionSet, LabelDecoding decoding = LabelDecoding.ArgMax)
    {
        string[] words = ["clear", "close", Vocabulary.UnknownWord];
        string[] labels = ["O", "B-city", "B-town"];
        var parameters = new ElmanParameters(new ElmanShape(
            hiddenSize: words.Length, labels.Length, words.Length, embeddingSize: words.Length, windowSize: 1));
        for (var word = 0; word < words.Length; word++)
        {
            // One hidden unit for each word: it is on for its word, and off for all others.
            parameters.Embeddings[(word * words.Length) + word] = 1;
            parameters.InputWeights[(word * words.Length) + word] = 40;
            parameters.HiddenBias[word] = -20;
        }

        // A weight of 20 in bytes is off by as much as 20 · 0.5 / 127 = 0.08.
        ((ReadOnlySpan<float>)[0, 20, 0, 0, 20, 19.999f, 20, 0, 0]).CopyTo(parameters.OutputWeights);
        return new Tagger(ElmanModel.Create(parameters, new Vocabulary(words), new LabelSet(labels)).Compile(
            new CompileOptions { InstructionSet = instructionSet, Decoding = decoding, MinimumConfidence = 0.9f }));
    }
}
