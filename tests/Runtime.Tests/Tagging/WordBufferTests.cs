using FastElman.Fixtures;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Words by name, with labels by index.</summary>
public sealed class WordBufferTests
{
    [Theory, EveryInstructionSet]
    public void Words_have_the_results_of_a_model_that_knows_them(InstructionSet instructionSet)
    {
        foreach (var sample in UnknownWordSample.All)
        {
            foreach (var (model, longer) in sample.Compiled(instructionSet))
            {
                var (tagger, other, words) = (new Tagger(model), new Tagger(longer), new WordBuffer(model));
                for (var i = 0; i < sample.Sentences.Length; i++)
                {
                    Fill(words, sample.Sentences[i]);
                    AssertSame(other, sample.Indices[i], tagger, words);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Batches_have_the_results_of_single_sentences(InstructionSet instructionSet)
    {
        foreach (var sample in UnknownWordSample.All)
        {
            foreach (var (model, longer) in sample.Compiled(instructionSet))
            {
                int[] indices = [.. sample.Indices.SelectMany(each => each)];
                int[] lengths = [.. sample.Indices.Select(each => each.Length)];
                var words = new WordBuffer(model);
                Fill(words, [.. sample.Sentences.SelectMany(each => each)]);
                var size = indices.Length * model.Shape.LabelCount;
                var (labels, probabilities, confidence) =
                    (new int[indices.Length], new float[size], new float[indices.Length]);
                var (found, ofWords, sure) =
                    (new int[indices.Length], new float[size], new float[indices.Length]);
                var other = new BatchTagger(longer);
                other.Tag(indices, lengths, labels, probabilities);
                other.TagWithConfidence(indices, lengths, labels, confidence);
                foreach (var threads in (int[])[1, 2])
                {
                    var batch = new BatchTagger(model, threads);
                    batch.Tag(words, lengths, found);
                    Assert.Equal(labels, found);
                    batch.Tag(words, lengths, found, ofWords);
                    Bits.AssertEqual(probabilities, ofWords);
                    batch.TagWithConfidence(words, lengths, found, sure);
                    Bits.AssertEqual(confidence, sure);
                    Assert.Equal(labels, found);
                }
            }
        }
    }

    [Fact]
    public void Words_of_a_model_without_subwords_have_the_results_of_their_indices()
    {
        var shape = new ElmanShape(9, 5, 12, 4, 5);
        var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), RandomModel.Vocabulary(shape)).Compile();
        var words = new WordBuffer(model);
        int[] indices = [3, 11, 0, -1, 12, 7];
        words.Add(RandomModel.Word(3));
        words.Add("unheard-of");
        words.Add(RandomModel.Word(0).ToUpperInvariant());
        words.Add(-1);
        words.Add(12);
        words.Add(7);
        Assert.Equal((6, 1), (words.Count, words.UnknownCount));
        AssertSame(new Tagger(model), indices, new Tagger(model), words);
    }

    [Fact]
    public void A_buffer_is_used_again_without_allocation()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var tagger = new Tagger(sample.Model.Compile());
        var words = new WordBuffer(tagger.Model);
        var labels = new int[70];
        Assert.Equal(0, AllocatedBytes.By(
            () =>
            {
                for (var i = 0; i < sample.Sentences.Length; i++)
                {
                    Fill(words, sample.Sentences[i]);
                    tagger.Tag(words, labels.AsSpan(0, words.Count));
                }
            }));
    }

    [Fact]
    public void Wrong_lengths_shared_memory_and_words_of_another_model_are_refused()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var (model, other) = (sample.Model.Compile(), sample.Model.Compile());
        var words = new WordBuffer(model);
        Fill(words, ["Lisbon", "porto"]);
        var (tagger, batch) = (new Tagger(model), new BatchTagger(model));
        var (labels, values) = (new int[2], new float[12]);
        Assert.Throws<ArgumentNullException>(() => tagger.Tag((WordBuffer)null!, labels));
        Assert.Throws<ArgumentException>(() => tagger.Tag(words, new int[3]));
        Assert.Throws<ArgumentException>(() => tagger.Tag(words, labels, values.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => tagger.TagWithConfidence(words, labels, values));
        Assert.Throws<ArgumentException>(() => batch.Tag(words, [1], labels));
        Assert.Throws<ArgumentException>(() => batch.Tag(words, [2], new int[1]));
        Assert.Throws<ArgumentException>(() => batch.Tag(words, [2], labels, values.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => batch.TagWithConfidence(words, [2], labels, values));
        Assert.Throws<ArgumentException>(() => new Tagger(other).Tag(words, labels));
        Assert.Throws<ArgumentException>(() => new BatchTagger(other).Tag(words, [2], labels));
        Assert.Throws<ArgumentOutOfRangeException>(() => words.Add(21));
        Assert.Throws<ArgumentOutOfRangeException>(() => words.Add(-2));
        Assert.Equal([0, 0], labels);
        Assert.Equal(2, words.Count);
        var shared = new float[12];
        Assert.Throws<ArgumentException>(() => tagger.Tag(
            words, System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(shared.AsSpan(0, 2)), shared));
    }

    [Fact]
    public void A_model_without_words_has_no_buffer()
    {
        var shape = new ElmanShape(3, 2, 5, 4, 1);
        Assert.Throws<InvalidOperationException>(
            () => new WordBuffer(ElmanModel.Create(RandomModel.Parameters(shape, seed: 1)).Compile()));
    }

    [Fact]
    public void An_unknown_word_is_refused_where_there_is_no_word_for_it()
    {
        var shape = new ElmanShape(3, 2, 2, 4, 1);
        var words = new WordBuffer(
            ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), new Vocabulary(["a", "b"])).Compile());
        words.Add("a");
        Assert.Throws<UnknownWordException>(() => words.Add("c"));
        Assert.Equal((1, 0), (words.Count, words.UnknownCount));
    }

    private static void Fill(WordBuffer words, string[] sentence)
    {
        words.Clear();
        foreach (var word in sentence)
        {
            words.Add(word);
        }
    }

    private static void AssertSame(Tagger expected, int[] indices, Tagger tagger, WordBuffer words)
    {
        var size = indices.Length * tagger.Model.Shape.LabelCount;
        var (labels, probabilities, confidence) =
            (new int[indices.Length], new float[size], new float[indices.Length]);
        var (found, ofWords, sure) = (new int[indices.Length], new float[size], new float[indices.Length]);
        expected.Tag(indices, labels, probabilities);
        expected.TagWithConfidence(indices, labels, confidence);
        tagger.Tag(words, found);
        Assert.Equal(labels, found);
        tagger.Tag(words, found, ofWords);
        Bits.AssertEqual(probabilities, ofWords);
        tagger.TagWithConfidence(words, found, sure);
        Bits.AssertEqual(confidence, sure);
        Assert.Equal(labels, found);
    }
}
