using FastElman.Benchmarks.Contest;
using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>The states go back and forth between two arrays, so that none is copied.</summary>
internal sealed class OnnxStreamsWork : Work
{
    private readonly LiveWindows _windows;
    private readonly OnnxSession _session;
    private OrtIoBinding _current;
    private OrtIoBinding _other;

    public OnnxStreamsWork(ElmanParameters parameters, int[][] texts, bool projected)
    {
        var shape = parameters.Shape;
        _windows = new LiveWindows(shape, texts);
        _session = new OnnxSession(new ElmanGraph(parameters, projected, probabilities: false).Step(texts.Length));
        var windows = _session.Tensor(_windows.Rows, texts.Length, shape.WindowSize);
        var labels = _session.Tensor(_windows.BestLabels, texts.Length);
        var first = _session.Tensor(Matrix.Repeat(parameters.InitialState, texts.Length), texts.Length, shape.HiddenSize);
        var second = _session.Tensor(new float[texts.Length * shape.HiddenSize], texts.Length, shape.HiddenSize);
        _current = Bind(first, second);
        _other = Bind(second, first);

        OrtIoBinding Bind(OrtValue before, OrtValue after)
        {
            var binding = _session.Bind();
            binding.BindInput(ElmanGraph.Windows, windows);
            binding.BindInput(ElmanGraph.Before, before);
            binding.BindOutput(ElmanGraph.After, after);
            binding.BindOutput(ElmanGraph.Result, labels);
            return binding;
        }
    }

    public override ReadOnlySpan<int> Labels => _windows.Labels;

    public override void Run()
    {
        if (_windows.Advance())
        {
            _session.Run(_current);
            (_current, _other) = (_other, _current);
            _windows.TakeLabels();
        }
    }

    public override void Dispose() => _session.Dispose();
}
