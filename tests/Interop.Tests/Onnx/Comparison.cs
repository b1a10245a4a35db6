namespace FastElman.Interop.Tests.Onnx;

/// <summary>What a graph gives in ONNX Runtime beside what the model gives here.</summary>
internal static class Comparison
{
    /// <summary>How far a probability may be from ours: sums of floats run in another order.</summary>
    public const float Tolerance = 1e-5f;

    /// <summary>
    /// Exports a model, runs it, and compares every probability and label. A label may differ only where two
    /// probabilities are as good as equal.
    /// </summary>
    /// <returns>The largest difference of a probability.</returns>
    public static float Check(ElmanModel model, string path, OnnxExportOptions options, int[][] sentences)
    {
        OnnxModel.Save(model, path, options);
        using var graph = new GraphRun(path, model.Shape);
        var length = options.Form == OnnxForm.Unrolled
            ? options.SentenceLength
            : sentences.Max(sentence => sentence.Length);
        return Check(model, graph.Run(options.Form, sentences, length), sentences);
    }

    /// <summary>Compares what a graph gave with the model.</summary>
    public static float Check(
        ElmanModel model, (float[] Probabilities, int[] Labels)[] found, int[][] sentences)
    {
        var tagger = new Tagger(model.Compile(new CompileOptions { Decoding = LabelDecoding.ArgMax }));
        var count = model.Shape.LabelCount;
        var largest = 0f;
        for (var i = 0; i < sentences.Length; i++)
        {
            var labels = new int[sentences[i].Length];
            var probabilities = new float[labels.Length * count];
            tagger.Tag(sentences[i], labels, probabilities);
            Assert.Equal(probabilities.Length, found[i].Probabilities.Length);
            for (var j = 0; j < probabilities.Length; j++)
            {
                var difference = Math.Abs(probabilities[j] - found[i].Probabilities[j]);
                Assert.True(difference <= Tolerance, $"sentence {i}, value {j}: {difference}");
                largest = Math.Max(largest, difference);
            }

            for (var t = 0; t < labels.Length; t++)
            {
                var (ours, theirs) = (labels[t], found[i].Labels[t]);
                var gap = probabilities[(t * count) + ours] - probabilities[(t * count) + theirs];
                Assert.True(ours == theirs || gap < Tolerance, $"sentence {i}, word {t}: {ours} and {theirs}");
            }
        }

        return largest;
    }
}
