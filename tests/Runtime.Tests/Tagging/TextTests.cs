using System.Text;
using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Text in, labels and slots out, in every form.</summary>
public sealed class TextTests
{
    public static TheoryData<NetworkKind, LabelDecoding> Networks =>
        new MatrixTheoryData<NetworkKind, LabelDecoding>(
            Enum.GetValues<NetworkKind>(), Enum.GetValues<LabelDecoding>());

    [Theory, MemberData(nameof(Networks))]
    public void All_forms_of_text_agree(NetworkKind kind, LabelDecoding decoding)
    {
        var tagger = TaggerOf(kind, decoding);
        foreach (var text in SlotSample.Texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var (tokens, labels, confidence) = Run(text.Length, tagger.TagText, text);
            var (tokens8, labels8, confidence8) = Run8(utf8.Length, tagger.TagText, utf8);
            var (plainTokens, plainLabels) = (new Range[text.Length], new int[text.Length]);
            var count = tagger.TagText(text, plainTokens, plainLabels);
            var (plainTokens8, plainLabels8) = (new Range[utf8.Length], new int[utf8.Length]);
            Assert.Equal(count, tagger.TagText(utf8, plainTokens8, plainLabels8));

            string[] words = [.. tokens.Select(token => text[token])];
            Assert.Equal(words, tokens8.Select(token => Encoding.UTF8.GetString(utf8[token])));
            Assert.Equal(tokens, plainTokens[..count]);
            Assert.Equal(tokens8, plainTokens8[..count]);
            Assert.Equal(labels, labels8);
            Assert.Equal(labels, plainLabels[..count]);
            Assert.Equal(labels, plainLabels8[..count]);
            Bits.AssertEqual(confidence, confidence8, text);
            Assert.Equal(tagger.Tag(words), labels.Select(label => SlotSample.Labels[label]));
            Assert.Equal(
                tagger.TagSentence(text),
                words.Select((word, i) => new TaggedWord(word, SlotSample.Labels[labels[i]])));
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void The_text_at_the_place_of_a_slot_is_its_text(NetworkKind kind, LabelDecoding decoding)
    {
        var tagger = TaggerOf(kind, decoding);
        foreach (var text in SlotSample.Texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var (slots, slots8) = (tagger.FindSlots(text), tagger.FindSlots(utf8));
            Assert.All(slots, slot => Assert.Equal(text[slot.Start..slot.End], slot.Text));
            Assert.All(slots8, slot => Assert.Equal(Encoding.UTF8.GetString(utf8[slot.Start..slot.End]), slot.Text));
            Assert.Equal(
                slots.Select(slot => (slot.Name, slot.Text, slot.Confidence)),
                slots8.Select(slot => (slot.Name, slot.Text, slot.Confidence)));
            Assert.All(slots, slot => Assert.InRange(slot.Confidence, 0f, 1f));
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Slots_are_those_of_the_labels(NetworkKind kind, LabelDecoding decoding)
    {
        var tagger = TaggerOf(kind, decoding);
        foreach (var text in SlotSample.Texts)
        {
            var (tokens, _, confidence) = Run(text.Length, tagger.TagText, text);
            var words = tagger.TagSentence(text);
            var expected = SlotReader.Read([.. words.Select(word => word.Label)]);
            var slots = tagger.FindSlots(text);
            Assert.Equal(
                expected.Select(slot => (slot.Name, tokens[slot.FirstToken].Start.Value,
                    tokens[slot.FirstToken + slot.TokenCount - 1].End.Value)),
                slots.Select(slot => (slot.Name, slot.Start, slot.End)));
            foreach (var (slot, tokensOf) in slots.Zip(expected))
            {
                var least = confidence.AsSpan(tokensOf.FirstToken, tokensOf.TokenCount).ToArray().Min();
                Assert.InRange(slot.Confidence, 0, least + 1e-5f);
                if (tokensOf.TokenCount == 1)
                {
                    Assert.Equal(least, slot.Confidence);
                }
            }
        }

        Assert.NotEmpty(tagger.FindSlots(SlotSample.Texts[^1]));
    }

    [Theory, MemberData(nameof(Networks))]
    public void A_batch_finds_the_slots_of_every_text_and_the_labels_of_every_sentence(
        NetworkKind kind, LabelDecoding decoding)
    {
        var tagger = TaggerOf(kind, decoding);
        string[] texts = [.. Enumerable.Repeat(SlotSample.Texts, 12).SelectMany(text => text)];
        string[][] sentences = [.. texts.Select(text => tagger.TagSentence(text).Select(word => word.Word).ToArray())];
        foreach (var threads in (int[])[1, 2])
        {
            var batch = new BatchTagger(tagger.Model, threads);
            Assert.Equal(texts.Select(text => tagger.FindSlots(text)), batch.FindSlots(texts));
            Assert.Equal(sentences.Select(tagger.Tag), batch.Tag(sentences));
        }

        Assert.Empty(new BatchTagger(tagger.Model).FindSlots([]));
    }

    [Fact]
    public void Slots_that_are_not_confident_enough_are_left_out_and_counted()
    {
        var model = SlotSample.Random();
        var text = SlotSample.Texts[^1];
        var all = new Tagger(model.Compile()).FindSlots(text, out var none);
        Assert.Equal(0, none.OmittedSlotCount);
        foreach (var least in (float[])[0, 0.3f, all.Max(slot => slot.Confidence), 1])
        {
            var tagger = new Tagger(model.Compile(new CompileOptions { MinimumConfidence = least }));
            Assert.Equal(least, tagger.Model.MinimumConfidence);
            var slots = tagger.FindSlots(text, out var statistics);
            Assert.Equal(all.Where(slot => slot.Confidence >= least), slots);
            Assert.Equal(all.Count - slots.Count, statistics.OmittedSlotCount);
            Assert.Equal(slots, tagger.FindSlots(text));
            tagger.FindSlots(Encoding.UTF8.GetBytes(text), out var statisticsOfBytes);
            Assert.Equal(statistics, statisticsOfBytes);
        }
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_minimum_that_is_no_probability_is_refused(float least) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => SlotSample.Random().Compile(new CompileOptions { MinimumConfidence = least }));

    [Fact]
    public void The_tokenizer_is_the_models()
    {
        var model = SlotSample.Random();
        var whole = ElmanModel.Create(
            model.ExportParameters(), model.Vocabulary, model.Labels, tokenizer: TokenizerKind.WhiteSpace).Compile();
        Assert.Equal(TokenizerKind.WhiteSpace, whole.Tokenizer!.Kind);
        Assert.Equal(["to", "boston,", "?"], new Tagger(whole).TagSentence("to boston, ?").Select(word => word.Word));
        Assert.Equal(
            ["to", "boston"], new Tagger(model.Compile()).TagSentence("to boston, ?").Select(word => word.Word));
    }

    [Fact]
    public void Too_little_room_of_any_kind_is_refused()
    {
        var tagger = new Tagger(SlotSample.Random().Compile());
        foreach (var (tokens, labels, confidence) in ((int, int, int)[])[(1, 2, 2), (2, 1, 2), (2, 2, 1), (0, 0, 0)])
        {
            Assert.Throws<ArgumentException>(
                () => tagger.TagText("to boston", new Range[tokens], new int[labels], new float[confidence]));
            Assert.Throws<ArgumentException>(
                () => tagger.TagText("to boston"u8, new Range[tokens], new int[labels], new float[confidence]));
            Assert.True(confidence == 1 || Refuses(() => tagger.TagText(
                "to boston", new Range[tokens], new int[labels])));
        }

        Assert.Equal(0, tagger.TagText("", [], []));
        Assert.Equal(0, tagger.TagText("...", [], [], []));
    }

    [Fact]
    public void A_model_without_words_or_without_labels_says_so()
    {
        var parameters = SlotSample.Random().ExportParameters();
        var nameless = new Tagger(ElmanModel.Create(parameters).Compile());
        Assert.Null(nameless.Model.Tokenizer);
        Assert.Throws<InvalidOperationException>(() => nameless.FindSlots("to boston"));
        Assert.Throws<InvalidOperationException>(() => nameless.TagText("to", new Range[1], new int[1]));
        Assert.Throws<InvalidOperationException>(() => nameless.TagSentence("to boston"));
        var unlabelled = new Tagger(ElmanModel.Create(parameters, new Vocabulary(SlotSample.Words)).Compile());
        Assert.Throws<InvalidOperationException>(() => unlabelled.FindSlots("to boston"u8));
        Assert.Equal(1, unlabelled.TagText("to", new Range[1], new int[1]));
    }

    [Fact]
    public void An_unknown_word_is_named_where_the_vocabulary_has_nothing_to_stand_for_it()
    {
        string[] words = [.. SlotSample.Words.Select(word => word == Vocabulary.UnknownWord ? "other" : word)];
        var model = ElmanModel.Create(
            SlotSample.Random().ExportParameters(), new Vocabulary(words), new LabelSet(SlotSample.Labels)).Compile();
        var tagger = new Tagger(model);
        Assert.Equal(
            "nowhere", Assert.Throws<UnknownWordException>(() => tagger.FindSlots("to nowhere")).Word);
        Assert.Throws<UnknownWordException>(() => tagger.TagText("to nowhere", new Range[9], new int[9]));
        Assert.Single(tagger.TagSentence("to?"));
    }

    private static Tagger TaggerOf(NetworkKind kind, LabelDecoding decoding) => new(SlotSample.Random(
        new NetworkVariant(kind, HiddenActivation.Tanh, decoding.UsesTransitions()), decoding, seed: 3).Compile());

    private static bool Refuses(Action call)
    {
        Assert.Throws<ArgumentException>(call);
        return true;
    }

    private delegate int TagText(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels, Span<float> confidence);

    private delegate int TagUtf8(ReadOnlySpan<byte> text, Span<Range> tokens, Span<int> labels, Span<float> confidence);

    private static (Range[] Tokens, int[] Labels, float[] Confidence) Run(int room, TagText tag, string text)
    {
        var (tokens, labels, confidence) = (new Range[room], new int[room], new float[room]);
        var count = tag(text, tokens, labels, confidence);
        return (tokens[..count], labels[..count], confidence[..count]);
    }

    private static (Range[] Tokens, int[] Labels, float[] Confidence) Run8(int room, TagUtf8 tag, byte[] text)
    {
        var (tokens, labels, confidence) = (new Range[room], new int[room], new float[room]);
        var count = tag(text, tokens, labels, confidence);
        return (tokens[..count], labels[..count], confidence[..count]);
    }
}
