using System.Text;
using FastElman.Fixtures;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Words that the vocabulary does not have, in a model with subwords: whole sentences.</summary>
public sealed class UnknownWordTests
{
    [Theory, EveryInstructionSet]
    public void Words_by_name_have_the_labels_of_a_model_that_knows_them(InstructionSet instructionSet)
    {
        foreach (var (sample, model, longer) in Models(instructionSet))
        {
            var (tagger, expected) = (new Tagger(model), new Tagger(longer));
            for (var i = 0; i < sample.Sentences.Length; i++)
            {
                Assert.Equal(UnknownWordSample.Labels(expected, sample.Indices[i]), tagger.Tag(sample.Sentences[i]));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Text_has_the_labels_and_the_confidence_of_a_model_that_knows_its_words(InstructionSet instructionSet)
    {
        foreach (var (sample, model, longer) in Models(instructionSet))
        {
            var (tagger, other) = (new Tagger(model), new Tagger(longer));
            for (var i = 0; i < sample.Sentences.Length; i++)
            {
                var text = string.Join(' ', sample.Sentences[i]);
                var bytes = Encoding.UTF8.GetBytes(text);
                var length = sample.Indices[i].Length;
                var (labels, confidence) = (new int[length], new float[length]);
                other.TagWithConfidence(sample.Indices[i], labels, confidence);
                var (tokens, found, probabilities) = (new Range[length], new int[length], new float[length]);

                Assert.Equal(length, tagger.TagText(text, tokens, found));
                Assert.Equal(labels, found);
                Assert.Equal(length, tagger.TagText(text, tokens, found, probabilities));
                AssertEqual(labels, confidence, found, probabilities);
                Assert.Equal(length, tagger.TagText(bytes, tokens, found));
                Assert.Equal(labels, found);
                Assert.Equal(length, tagger.TagText(bytes, tokens, found, probabilities));
                AssertEqual(labels, confidence, found, probabilities);
                Array.Clear(probabilities);
                tagger.TagText(text, tokens, found, probabilities, out var statistics);
                AssertEqual(labels, confidence, found, probabilities);
                tagger.TagText(bytes, tokens, found, probabilities, out var ofBytes);
                AssertEqual(labels, confidence, found, probabilities);
                Assert.Equal(statistics, ofBytes);
                Assert.Equal(
                    sample.Sentences[i].Count(word => !model.Vocabulary!.Contains(word)),
                    statistics.UnknownTokenCount);
                Assert.Equal(
                    Array.ConvertAll(labels, label => model.Labels![label]),
                    tagger.TagSentence(text).Select(word => word.Label));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Batches_have_the_labels_of_a_model_that_knows_their_words(InstructionSet instructionSet)
    {
        foreach (var (sample, model, longer) in Models(instructionSet))
        {
            var other = new Tagger(longer);
            var expected = Array.ConvertAll(sample.Indices, sentence => UnknownWordSample.Labels(other, sentence));
            string[][] many = [.. Enumerable.Repeat(sample.Sentences, 5).SelectMany(each => each)];
            string[][] wanted = [.. Enumerable.Repeat(expected, 5).SelectMany(each => each)];
            foreach (var threads in (int[])[1, 2])
            {
                Assert.Equal(wanted, new BatchTagger(model, threads).Tag(many));
            }
        }
    }

    [Fact]
    public void Slots_of_batches_are_those_of_single_texts()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 3);
        var labels = new LabelSet(["O", "B-a", "I-a", "B-b", "I-b", "B-c"]);
        var model = ElmanModel.Create(sample.Model.ExportParameters(), sample.Model.Vocabulary, labels).Compile();
        var tagger = new Tagger(model);
        string[] texts = [.. sample.Sentences.Select(words => string.Join(' ', words))];
        IReadOnlyList<Slot>[] expected = [.. texts.Select(tagger.FindSlots)];
        Assert.NotEmpty(expected.SelectMany(each => each));
        foreach (var threads in (int[])[1, 2])
        {
            Assert.Equal(expected, new BatchTagger(model, threads).FindSlots(texts));
        }

        for (var i = 0; i < texts.Length; i++)
        {
            var slots = tagger.FindSlots(Encoding.UTF8.GetBytes(texts[i]));
            Assert.Equal(
                expected[i].Select(slot => (slot.Text, slot.Confidence)),
                slots.Select(slot => (slot.Text, slot.Confidence)));
        }
    }

    /// <summary>One embedding for all unknown words would give all of them the same probabilities.</summary>
    [Fact]
    public void Unknown_words_differ()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 1);
        var tagger = new Tagger(sample.Model.Compile());
        Assert.NotEqual(Confidence("Lisbon"), Confidence("porto"));
        Assert.NotEqual(Confidence("Lisbon"), Confidence(Vocabulary.UnknownWord));

        float Confidence(string word)
        {
            var confidence = new float[1];
            tagger.TagText(word, new Range[1], new int[1], confidence);
            return confidence[0];
        }
    }

    [Fact]
    public void A_text_may_have_many_unknown_words()
    {
        var tagger = new Tagger(UnknownWordSample.Of(NetworkVariant.Tutorial, 1).Model.Compile());
        string[] words =
            [.. Enumerable.Range(0, 300).Select(i => $"x{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}")];
        Assert.Equal(words.Length, words.Distinct().Count());
        var buffer = new WordBuffer(tagger.Model);
        Array.ForEach(words, word => buffer.Add(word));
        for (var i = 0; i < words.Length; i++)
        {
            var expected = new float[5];
            tagger.Model.Subwords!.Embed(words[i], expected);
            Bits.AssertEqual(expected, buffer.UnknownWords!.EmbeddingOf(buffer.Indices[i]));
        }
    }

    /// <summary>Its memory is that of one word.</summary>
    [Fact]
    public void A_word_that_comes_again_in_a_text_is_the_same()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 3);
        var words = new WordBuffer(sample.Model.Compile());
        for (var i = 0; i < 1000; i++)
        {
            words.Add(i % 2 == 0 ? "Lisbon" : "porto");
        }

        Assert.Equal(2, words.UnknownWords!.Count);
        Assert.Equal(1000, words.UnknownCount);
    }

    [Fact]
    public void The_unknown_word_itself_has_no_subwords()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 1);
        var tagger = new Tagger(sample.Model.Compile());
        var (expected, found) = (new float[1], new float[1]);
        tagger.TagWithConfidence([sample.Model.Vocabulary!.UnknownIndex!.Value], new int[1], expected);
        tagger.TagText(Vocabulary.UnknownWord, new Range[1], new int[1], found);
        Assert.Equal(expected, found);
    }

    /// <summary>Subwords are for unknown words alone: nothing else becomes different, or takes longer.</summary>
    [Theory, EveryInstructionSet]
    public void Known_words_have_the_bits_of_a_model_without_subwords(InstructionSet instructionSet)
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var shape = sample.Model.Shape;
        var plain = new ElmanParameters(new ElmanShape(
            shape.HiddenSize, shape.LabelCount, shape.VocabularySize, shape.EmbeddingSize, shape.WindowSize));
        foreach (var tensor in plain.Shape.Tensors)
        {
            sample.Model.Parameters[tensor].CopyTo(plain[tensor]);
        }

        var options = new CompileOptions { InstructionSet = instructionSet };
        var sentences = Enumerable.Range(1, 60).Select(i => RandomModel.Sentence(shape, i, seed: i)).ToArray();
        var expected = RunningForms.Of(ElmanModel.Create(plain).Compile(options)).ToArray();
        var found = RunningForms.Of(sample.Model.Compile(options)).ToArray();
        for (var i = 0; i < expected.Length; i++)
        {
            var (right, result) = (expected[i].Run(sentences), found[i].Run(sentences));
            Assert.Equal(right.Labels, result.Labels);
            Bits.AssertEqual(right.Probabilities, result.Probabilities, found[i].Name);
        }
    }

    [Theory, EveryInstructionSet]
    public void Unknown_words_allocate_nothing(InstructionSet instructionSet)
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        foreach (var (model, _) in sample.Compiled(instructionSet))
        {
            var tagger = new Tagger(model);
            var text = string.Join(' ', sample.Sentences[^2]);
            var bytes = Encoding.UTF8.GetBytes(text);
            var words = sample.Sentences[^2];
            var (tokens, labels) = (new Range[words.Length], new int[words.Length]);
            var (confidence, names) = (new float[words.Length], new string[words.Length]);
            Assert.Equal(0, AllocatedBytes.By(
                () =>
                {
                    for (var i = 0; i < 200; i++)
                    {
                        tagger.TagText(text, tokens, labels);
                        tagger.TagText(bytes, tokens, labels, confidence);
                        tagger.Tag(words, names.AsSpan());
                    }
                }));
        }
    }

    [Fact]
    public void A_model_with_subwords_needs_the_unknown_word()
    {
        var shape = new ElmanShape(3, 2, 5, 4, 1, NetworkVariant.Tutorial, subwordCount: 20);
        var parameters = RandomModel.Parameters(shape, seed: 1);
        Assert.Throws<ArgumentException>(() => ElmanModel.Create(parameters));
        Assert.Throws<ArgumentException>(
            () => ElmanModel.Create(parameters, new Vocabulary(["a", "b", "c", "d", "e"])));
        ElmanModel.Create(parameters, new Vocabulary(["a", "b", "c", "d", Vocabulary.UnknownWord]));
    }

    private static IEnumerable<(UnknownWordSample, CompiledModel, CompiledModel)> Models(
        InstructionSet instructionSet) =>
        from sample in UnknownWordSample.All
        from compiled in sample.Compiled(instructionSet)
        select (sample, compiled.Model, compiled.Longer);

    private static void AssertEqual(int[] labels, float[] confidence, int[] found, float[] probabilities)
    {
        Assert.Equal(labels, found);
        Bits.AssertEqual(confidence, probabilities, "confidence");
    }
}
