namespace FastElman.Tests.Tagging;

/// <summary>What a stream gives for a sentence, put together as the tagger would give it.</summary>
internal sealed record StreamRun(int[] Labels, float[] Probabilities)
{
    /// <summary>Pushes a sentence and completes it.</summary>
    /// <param name="stream">A stream that has seen no word.</param>
    /// <param name="words">The sentence.</param>
    /// <param name="prepare">Whether to call Prepare before a word, and how often, or null for never.</param>
    /// <param name="withProbabilities">Whether to ask for them.</param>
    public static StreamRun Of(
        TaggingStream stream, ReadOnlySpan<int> words, Random? prepare = null, bool withProbabilities = false)
    {
        var labelCount = stream.Model.Shape.LabelCount;
        var labels = new List<int>();
        var probabilities = new List<float>();
        var row = new float[withProbabilities ? labelCount : 0];
        for (var t = 0; t < words.Length; t++)
        {
            for (var i = prepare?.Next(3) ?? 0; i > 0; i--)
            {
                stream.Prepare();
            }

            var hasAnswer = stream.Push(words[t], out var label, row);
            Assert.Equal(t >= stream.Delay, hasAnswer);
            if (hasAnswer)
            {
                labels.Add(label);
                probabilities.AddRange(row);
            }
            else
            {
                Assert.Equal(-1, label);
            }
        }

        var waiting = words.Length - labels.Count;
        var last = new int[stream.Delay];
        var lastRows = new float[withProbabilities ? stream.Delay * labelCount : 0];
        Assert.Equal(waiting, stream.Complete(last, lastRows));
        labels.AddRange(last.AsSpan(0, waiting));
        probabilities.AddRange(lastRows.AsSpan(0, withProbabilities ? waiting * labelCount : 0));
        return new StreamRun([.. labels], [.. probabilities]);
    }
}
