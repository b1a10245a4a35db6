using FastElman.Training.Backpropagation;
using Primitives = System.Numerics.Tensors.TensorPrimitives;

namespace FastElman.Benchmarks.Peers.TensorPrimitives;

/// <summary>The network written with System.Numerics.Tensors.</summary>
internal sealed class TensorPrimitivesEngine(Answer answer = Answer.Label) : Engine
{
    public override string Name => "TensorPrimitives";

    public static IEnumerable<Engine> All()
    {
        Participants.Versions.Add($"System.Numerics.Tensors {Versions.Of(typeof(Primitives))}");
        return [new TensorPrimitivesEngine()];
    }

    public override bool Takes(Workload workload) => base.Takes(workload) && workload is not LoadWorkload;

    public override Engine Giving(Answer answer) => new TensorPrimitivesEngine(answer);

    public override Work Sentence(ElmanParameters parameters, int[] words) => Batch(parameters, [words]);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) =>
        new SentencesWork(parameters, sentences, answer);

    /// <summary>It has no form of a batch, so it needs no padding either.</summary>
    public override Work OneByOne(ElmanParameters parameters, int[][] sentences) => Batch(parameters, sentences);

    public override Work AllAtOnce(ElmanParameters parameters, int[][] sentences) => Batch(parameters, sentences);

    public override Work Streams(ElmanParameters parameters, int[][] texts) =>
        new StreamsWork(parameters, texts, answer);

    public override float[] Probabilities(ElmanParameters parameters, int[] words)
    {
        var shape = parameters.Shape;
        var network = new TensorPrimitivesNetwork(parameters);
        var hidden = network.InitialState.ToArray();
        var windows = Windows.Of(shape, words);
        var probabilities = new float[words.Length * shape.LabelCount];
        for (var t = 0; t < words.Length; t++)
        {
            var logits = network.Step(windows.AsSpan(t * shape.WindowSize, shape.WindowSize), hidden);
            Primitives.SoftMax<float>(logits, probabilities.AsSpan(t * shape.LabelCount, shape.LabelCount));
        }

        return probabilities;
    }

    private static float[] Room(Answer answer, ElmanParameters parameters, int words) =>
        new float[answer == Answer.Probabilities ? words * parameters.Shape.LabelCount : 0];

    /// <summary>The best label, and the probabilities in their place among those of other words.</summary>
    private static int Choose(Answer answer, ReadOnlySpan<float> logits, float[] probabilities, int word)
    {
        if (answer == Answer.Probabilities)
        {
            Primitives.SoftMax(logits, probabilities.AsSpan(word * logits.Length, logits.Length));
        }

        return Primitives.IndexOfMax(logits);
    }

    private sealed class SentencesWork(ElmanParameters parameters, int[][] sentences, Answer answer) : Work
    {
        private readonly ElmanShape _shape = parameters.Shape;
        private readonly TensorPrimitivesNetwork _network = new(parameters);
        private readonly float[] _hidden = new float[parameters.Shape.HiddenSize];
        private readonly long[] _windows = new long[sentences.Max(words => words.Length) * parameters.Shape.WindowSize];
        private readonly int[] _labels = new int[sentences.Sum(words => words.Length)];
        private readonly float[] _probabilities = Room(answer, parameters, sentences.Sum(words => words.Length));

        public override ReadOnlySpan<int> Labels => _labels;

        public override void Run()
        {
            var next = 0;
            foreach (var words in sentences)
            {
                Windows.Fill(_shape, words, _windows);
                _network.InitialState.CopyTo(_hidden, 0);
                for (var t = 0; t < words.Length; t++)
                {
                    var logits = _network.Step(_windows.AsSpan(t * _shape.WindowSize, _shape.WindowSize), _hidden);
                    _labels[next] = Choose(answer, logits, _probabilities, next);
                    next++;
                }
            }
        }
    }

    private sealed class StreamsWork(ElmanParameters parameters, int[][] texts, Answer answer) : Work
    {
        private readonly ElmanShape _shape = parameters.Shape;
        private readonly TensorPrimitivesNetwork _network = new(parameters);
        private readonly LiveWindows _windows = new(parameters.Shape, texts);
        private readonly float[] _hidden = Matrix.Repeat(parameters.InitialState, texts.Length);
        private readonly float[] _probabilities = Room(answer, parameters, texts.Length);

        public override ReadOnlySpan<int> Labels => _windows.Labels;

        public override void Run()
        {
            if (!_windows.Advance())
            {
                return;
            }

            for (var stream = 0; stream < _windows.Count; stream++)
            {
                var logits = _network.Step(
                    _windows.Rows.AsSpan(stream * _shape.WindowSize, _shape.WindowSize),
                    _hidden.AsSpan(stream * _shape.HiddenSize, _shape.HiddenSize));
                _windows.Labels[stream] = Choose(answer, logits, _probabilities, stream);
            }
        }
    }
}
