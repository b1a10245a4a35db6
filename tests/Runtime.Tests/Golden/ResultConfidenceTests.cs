using FastElman.Fixtures;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Golden;

/// <summary>The probability of each word's label, in every form of running.</summary>
public sealed class ResultConfidenceTests
{
    [Theory, EveryInstructionSet]
    public void It_has_the_bits_that_it_has_among_the_probabilities_of_all_labels(InstructionSet instructionSet)
    {
        foreach (var each in ResultCase.All.Where(each => each.CanStream))
        {
            var tagger = new Tagger(ModelOf(each, instructionSet));
            foreach (var words in ResultCase.Sentences())
            {
                var (labels, rows) = (new int[words.Length], new float[words.Length * each.Labels]);
                tagger.Tag(words, labels, rows);
                var expected = labels.Select((label, t) => rows[(t * each.Labels) + label]).ToArray();
                AssertSame(labels, expected, Tag(tagger, words), $"{each.Name}, tagger");
                AssertSame(labels, expected, Push(tagger.Model, words), $"{each.Name}, stream");
                AssertSame(labels, expected, Tick(tagger.Model, words), $"{each.Name}, group");
            }
        }
    }

    [Theory]
    [EveryInstructionSet(1, 2)]
    public void A_batch_gives_what_the_tagger_gives(InstructionSet instructionSet, int threads)
    {
        var sentences = ResultCase.Sentences();
        int[] words = [.. sentences.SelectMany(each => each)];
        int[] lengths = [.. sentences.Select(each => each.Length)];
        foreach (var each in ResultCase.All)
        {
            var model = ModelOf(each, instructionSet);
            var tagger = new Tagger(model);
            var alone = sentences.Select(sentence => Tag(tagger, sentence)).ToArray();
            var (labels, confidence) = (new int[words.Length], new float[words.Length]);
            new BatchTagger(model, threads).TagWithConfidence(words, lengths, labels, confidence);
            AssertSame(
                [.. alone.SelectMany(one => one.Labels)],
                [.. alone.SelectMany(one => one.Confidence)],
                (labels, confidence),
                each.Name);
        }
    }

    [Theory, EveryInstructionSet]
    public void Labels_are_the_same_as_without_it(InstructionSet instructionSet)
    {
        foreach (var each in ResultCase.All)
        {
            var tagger = new Tagger(ModelOf(each, instructionSet));
            foreach (var words in ResultCase.Sentences())
            {
                var labels = new int[words.Length];
                tagger.Tag(words, labels);
                var found = Tag(tagger, words);
                Assert.Equal(labels, found.Labels);
                Assert.All(found.Confidence, confidence => Assert.InRange(confidence, 0f, 1.00001f));
            }
        }
    }

    [Fact]
    public void Too_little_room_is_refused_and_changes_nothing()
    {
        var model = ModelOf(ResultCase.All[0], SimdInfo.Active);
        int[] words = [1, 2, 3];
        var labels = new int[3];
        Assert.Throws<ArgumentException>(
            "confidence", () => new Tagger(model).TagWithConfidence(words, labels, new float[2]));
        Assert.Throws<ArgumentException>(
            "confidence", () => new BatchTagger(model).TagWithConfidence(words, [3], labels, new float[4]));

        var stream = new TaggingStream(model);
        Assert.All(words, word => Assert.Equal(stream.Delay == 0, stream.Push(word, out _)));
        if (stream.Delay > 0)
        {
            Assert.Throws<ArgumentException>("confidence", () => stream.CompleteWithConfidence(labels, []));
            Assert.Equal(Math.Min(stream.Delay, words.Length), stream.Complete(new int[stream.Delay]));
        }

        var group = OpenStreams.Of(model, 3);
        Assert.Throws<ArgumentException>(
            "confidence", () => group.TickWithConfidence([0, 1, 2], words, labels, new float[2]));
        Assert.Equal(new int[3], labels);
    }

    private static CompiledModel ModelOf(ResultCase each, InstructionSet instructionSet) =>
        ResultForms.ModelOf(each, instructionSet);

    private static (int[] Labels, float[] Confidence) Tag(Tagger tagger, int[] words)
    {
        var (labels, confidence) = (new int[words.Length], new float[words.Length]);
        tagger.TagWithConfidence(words, labels, confidence);
        return (labels, confidence);
    }

    private static (int[] Labels, float[] Confidence) Push(CompiledModel model, int[] words)
    {
        var stream = new TaggingStream(model);
        var (labels, confidence) = (new List<int>(), new List<float>());
        foreach (var word in words)
        {
            if (stream.PushWithConfidence(word, out var label, out var probability))
            {
                labels.Add(label);
                confidence.Add(probability);
            }
            else
            {
                Assert.Equal((-1, 0f), (label, probability));
            }
        }

        var (lastLabels, last) = (new int[stream.Delay], new float[stream.Delay]);
        var count = stream.CompleteWithConfidence(lastLabels, last);
        return ([.. labels, .. lastLabels[..count]], [.. confidence, .. last[..count]]);
    }

    /// <summary>Two streams of which one lags by a word, so that answers are not side by side.</summary>
    private static (int[] Labels, float[] Confidence) Tick(CompiledModel model, int[] words)
    {
        var group = OpenStreams.Of(model, 3);
        var (labels, confidence) = (new List<int>(), new List<float>());
        for (var t = 0; t < words.Length; t++)
        {
            int[] streams = t == 0 ? [2] : [0, 2];
            int[] next = t == 0 ? [words[0]] : [words[t - 1], words[t]];
            var (answers, probabilities) = (new int[streams.Length], new float[streams.Length]);
            group.TickWithConfidence(streams, next, answers, probabilities);
            if (answers[^1] >= 0)
            {
                labels.Add(answers[^1]);
                confidence.Add(probabilities[^1]);
            }
        }

        var (lastLabels, last) = (new int[group.Delay], new float[group.Delay]);
        var count = group.CompleteWithConfidence(2, lastLabels, last);
        return ([.. labels, .. lastLabels[..count]], [.. confidence, .. last[..count]]);
    }

    private static void AssertSame(
        int[] labels, float[] confidence, (int[] Labels, float[] Confidence) found, string what)
    {
        Assert.Equal(labels, found.Labels);
        Bits.AssertEqual(confidence, found.Confidence, what);
    }
}
