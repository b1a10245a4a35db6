using FastElman.Training.Backpropagation;
using static TorchSharp.torch;

namespace FastElman.Benchmarks.Peers.TorchSharp;

internal sealed class TorchStreamsWork : Work
{
    private readonly LiveWindows _live;
    private readonly TorchNetwork _network;
    private readonly Tensor _windows;
    private readonly TorchAnswers _answers;
    private Tensor _states;

    public TorchStreamsWork(ElmanParameters parameters, int[][] texts, Answer answer)
    {
        _live = new LiveWindows(parameters.Shape, texts);
        _network = new TorchNetwork(parameters);
        _windows = frombuffer(_live.Rows, ScalarType.Int64);
        _states = _network.InitialState(texts.Length);
        _answers = new TorchAnswers(answer, texts.Length, parameters.Shape.LabelCount);
    }

    public override ReadOnlySpan<int> Labels => _answers.AreLabels ? _live.Labels : [];

    public override void Run()
    {
        if (!_live.Advance())
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var after = _network.Step(_network.Inputs(_windows, 1, _live.Count)[0], _states).DetachFromDisposeScope();
        _states.Dispose();
        _states = after;
        _answers.Take(_network.Logits(after), _live.BestLabels);
        _live.TakeLabels();
    }

    public override void Dispose()
    {
        _windows.Dispose();
        _states.Dispose();
        _network.Dispose();
    }
}
