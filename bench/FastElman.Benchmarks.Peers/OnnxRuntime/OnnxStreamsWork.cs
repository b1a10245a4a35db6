using FastElman.Training.Backpropagation;
using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>The states go back and forth between two arrays, so that none is copied.</summary>
internal sealed class OnnxStreamsWork : Work
{
    private readonly LiveWindows _windows;
    private readonly OnnxSession _session;
    private readonly bool _givesLabels;
    private OrtIoBinding _current;
    private OrtIoBinding _other;

    public OnnxStreamsWork(ElmanParameters parameters, int[][] texts, OnnxForm form, bool probabilities)
    {
        var shape = parameters.Shape;
        _windows = new LiveWindows(shape, texts);
        _session = new OnnxSession(new ElmanGraph(parameters, form, probabilities).Step(texts.Length));
        var windows = _session.Tensor(_windows.Rows, texts.Length, shape.WindowSize);
        _givesLabels = !probabilities;
        var answers = probabilities
            ? _session.Tensor(new float[texts.Length * shape.LabelCount], texts.Length, shape.LabelCount)
            : _session.Tensor(_windows.BestLabels, texts.Length);
        var first =
            _session.Tensor(Matrix.Repeat(parameters.InitialState, texts.Length), texts.Length, shape.HiddenSize);
        var second = _session.Tensor(new float[texts.Length * shape.HiddenSize], texts.Length, shape.HiddenSize);
        _current = Bind(first, second);
        _other = Bind(second, first);

        OrtIoBinding Bind(OrtValue before, OrtValue after)
        {
            var binding = _session.Bind();
            binding.BindInput(ElmanGraph.Windows, windows);
            binding.BindInput(ElmanGraph.Before, before);
            binding.BindOutput(ElmanGraph.After, after);
            binding.BindOutput(ElmanGraph.Result, answers);
            return binding;
        }
    }

    public override ReadOnlySpan<int> Labels => _givesLabels ? _windows.Labels : [];

    /// <summary>
    /// The probabilities [words − half a window, labels] of one stream, by the same graph with another end.
    /// </summary>
    public static float[] Probabilities(ElmanParameters parameters, int[] words, OnnxForm form)
    {
        var shape = parameters.Shape;
        var windows = new LiveWindows(shape, [words]);
        var state = parameters.InitialState.ToArray();
        var after = new float[shape.HiddenSize];
        var row = new float[shape.LabelCount];
        using var session =
            new OnnxSession(new ElmanGraph(parameters, form, probabilities: true).Step(streams: 1));
        var binding = session.Bind();
        binding.BindInput(ElmanGraph.Windows, session.Tensor(windows.Rows, 1, shape.WindowSize));
        binding.BindInput(ElmanGraph.Before, session.Tensor(state, 1, shape.HiddenSize));
        binding.BindOutput(ElmanGraph.After, session.Tensor(after, 1, shape.HiddenSize));
        binding.BindOutput(ElmanGraph.Result, session.Tensor(row, 1, shape.LabelCount));

        var probabilities = new List<float>();
        foreach (var _ in words)
        {
            if (windows.Advance())
            {
                session.Run(binding);
                after.CopyTo(state, 0);
                probabilities.AddRange(row);
            }
        }

        return [.. probabilities];
    }

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
