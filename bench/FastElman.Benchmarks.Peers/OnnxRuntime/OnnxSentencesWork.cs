using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

internal sealed class OnnxSentencesWork : Work
{
    private readonly PaddedBatch _batch;
    private readonly OnnxSession _session;
    private readonly OrtIoBinding _binding;

    public OnnxSentencesWork(ElmanParameters parameters, int[][] sentences, bool projected)
    {
        var shape = parameters.Shape;
        _batch = new PaddedBatch(shape, sentences);
        _session = new OnnxSession(
            new ElmanGraph(parameters, projected, probabilities: false).Sentences(_batch.Longest, _batch.Count));
        _binding = _session.Bind();
        _binding.BindInput(
            ElmanGraph.Windows, _session.Tensor(_batch.Windows, _batch.Longest, _batch.Count, shape.WindowSize));
        _binding.BindInput(ElmanGraph.Lengths, _session.Tensor(_batch.Lengths, _batch.Count));
        _binding.BindOutput(ElmanGraph.Result, _session.Tensor(_batch.BestLabels, _batch.Longest, _batch.Count));
    }

    public override ReadOnlySpan<int> Labels => _batch.Labels;

    /// <summary>The probabilities [words, labels] of one sentence, by the same graph with another end.</summary>
    public static float[] Probabilities(ElmanParameters parameters, int[] words, bool projected)
    {
        var shape = parameters.Shape;
        var probabilities = new float[words.Length * shape.LabelCount];
        using var session = new OnnxSession(
            new ElmanGraph(parameters, projected, probabilities: true).Sentences(words.Length, batch: 1));
        var binding = session.Bind();
        binding.BindInput(
            ElmanGraph.Windows, session.Tensor(Windows.Of(shape, words), words.Length, 1, shape.WindowSize));
        binding.BindInput(ElmanGraph.Lengths, session.Tensor(new[] { words.Length }, 1));
        binding.BindOutput(ElmanGraph.Result, session.Tensor(probabilities, words.Length, 1, shape.LabelCount));
        session.Run(binding);
        return probabilities;
    }

    public override void Run()
    {
        _batch.Fill();
        _session.Run(_binding);
    }

    public override void Dispose() => _session.Dispose();
}
