using static TorchSharp.torch;

namespace FastElman.Benchmarks.Peers.TorchSharp;

internal sealed class TorchSentencesWork : Work
{
    private readonly PaddedBatch _batch;
    private readonly TorchNetwork _network;
    private readonly Tensor _windows;
    private readonly Tensor _initialState;
    private readonly TorchAnswers _answers;

    public TorchSentencesWork(ElmanParameters parameters, int[][] sentences, Answer answer)
    {
        _batch = new PaddedBatch(parameters.Shape, sentences);
        _network = new TorchNetwork(parameters);
        _windows = frombuffer(_batch.Windows, ScalarType.Int64);
        _initialState = _network.InitialState(_batch.Count);
        _answers = new TorchAnswers(answer, _batch.BestLabels.Length, parameters.Shape.LabelCount);
    }

    public override ReadOnlySpan<int> Labels => _answers.AreLabels ? _batch.Labels : [];

    /// <summary>The probabilities [words, labels] of one sentence.</summary>
    public static float[] Probabilities(ElmanParameters parameters, int[] words)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var network = new TorchNetwork(parameters);
        var windows = tensor(Windows.Of(parameters.Shape, words));
        using var initialState = network.InitialState(1);
        return network.Logits(windows, initialState, words.Length, batch: 1).softmax(-1).data<float>().ToArray();
    }

    public override void Run()
    {
        _batch.Fill();
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        _answers.Take(
            _network.Logits(_windows, _initialState, _batch.Longest, _batch.Count), _batch.BestLabels);
    }

    public override void Dispose()
    {
        _windows.Dispose();
        _initialState.Dispose();
        _network.Dispose();
    }
}
