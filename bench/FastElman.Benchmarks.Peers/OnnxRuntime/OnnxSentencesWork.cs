using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

internal sealed class OnnxSentencesWork : Work
{
    private readonly PaddedBatch _batch;
    private readonly OnnxSession _session;
    private readonly OrtIoBinding _binding;
    private readonly bool _givesLabels;

    public OnnxSentencesWork(ElmanParameters parameters, int[][] sentences, OnnxForm form, bool probabilities)
    {
        var shape = parameters.Shape;
        _batch = new PaddedBatch(shape, sentences);
        _session = new OnnxSession(
            new ElmanGraph(parameters, form, probabilities).Sentences(_batch.Longest, _batch.Count));
        _binding = _session.Bind();
        var words = ElmanGraph.Words(form, _batch.Longest, _batch.Count);
        _binding.BindInput(ElmanGraph.Windows, _session.Tensor(_batch.Windows, [.. words, shape.WindowSize]));
        _binding.BindInput(ElmanGraph.Lengths, _session.Tensor(_batch.Lengths, _batch.Count));
        _givesLabels = !probabilities;
        _binding.BindOutput(
            ElmanGraph.Result,
            probabilities
                ? _session.Tensor(
                    new float[_batch.BestLabels.Length * shape.LabelCount], [.. words, shape.LabelCount])
                : _session.Tensor(_batch.BestLabels, words));
    }

    public override ReadOnlySpan<int> Labels => _givesLabels ? _batch.Labels : [];

    /// <summary>The probabilities [words, labels] of one sentence, by the same graph with another end.</summary>
    public static float[] Probabilities(ElmanParameters parameters, int[] words, OnnxForm form)
    {
        var shape = parameters.Shape;
        var probabilities = new float[words.Length * shape.LabelCount];
        using var session = new OnnxSession(
            new ElmanGraph(parameters, form, probabilities: true).Sentences(words.Length, batch: 1));
        var binding = session.Bind();
        var dimensions = ElmanGraph.Words(form, words.Length, batch: 1);
        binding.BindInput(
            ElmanGraph.Windows, session.Tensor(Windows.Of(shape, words), [.. dimensions, shape.WindowSize]));
        binding.BindInput(ElmanGraph.Lengths, session.Tensor(new[] { words.Length }, 1));
        binding.BindOutput(
            ElmanGraph.Result, session.Tensor(probabilities, [.. dimensions, shape.LabelCount]));
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
