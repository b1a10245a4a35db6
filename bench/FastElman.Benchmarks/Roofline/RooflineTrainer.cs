using FastElman.Kernels;

namespace FastElman.Benchmarks.Roofline;

/// <summary>
/// What the limit study counted for a step of training: the embeddings of the sentence and of the padding around it are
/// picked, the recurrent weights are read for each word, and so is their transpose; everything else is as many
/// multiply-adds on registers. Sigmoid, softmax, the transposing and the normalising are not counted.
/// </summary>
internal sealed class RooflineTrainer : Trainer
{
    private readonly int[][] _rows;
    private readonly int[] _words;
    private readonly int _rowBytes;
    private readonly long _products;
    private readonly MemoryRead _embeddings;
    private readonly MemoryRead _recurrent;
    private readonly MemoryRead _transposed;
    private float _sink;

    public RooflineTrainer(ElmanShape shape, IReadOnlyList<LabelledSentence> sentences)
    {
        var padding = Enumerable.Repeat(shape.PaddingRow, shape.WindowReach).ToArray();
        _rows = [.. sentences.Select(sentence => (int[])[.. padding, .. sentence.Words, .. padding])];
        _words = [.. sentences.Select(sentence => sentence.Words.Length)];
        _rowBytes = shape.EmbeddingSize * sizeof(float);
        _products = TargetCost.TrainingProducts(shape);
        _embeddings = new MemoryRead((shape.PaddingRow + 1L) * _rowBytes);
        _recurrent = new MemoryRead(TargetCost.RecurrentBytes(shape));
        _transposed = new MemoryRead(TargetCost.RecurrentBytes(shape));
    }

    public override float Train(int sentence)
    {
        var sum = _embeddings.SumRows(_rows[sentence], _rowBytes) + Read(_recurrent, _words[sentence]) + Read(
            _transposed, _words[sentence]);
        return _sink += sum + FusedMultiplyAdds.Run(_words[sentence] * _products);
    }

    public override ElmanParameters? ToParameters() => null;

    public override void Dispose()
    {
        _embeddings.Dispose();
        _recurrent.Dispose();
        _transposed.Dispose();
    }

    private static int Read(MemoryRead weights, int times)
    {
        var sum = 0;
        for (var i = 0; i < times; i++)
        {
            sum += weights.Sum();
        }

        return sum;
    }
}
