using FastElman.Kernels;
using Primitives = System.Numerics.Tensors.TensorPrimitives;

namespace FastElman.Benchmarks.Peers.TensorPrimitives;

/// <summary>What one writes first in .NET: a dot product for every unit, on transposed weights.</summary>
internal sealed class TensorPrimitivesNetwork(ElmanParameters parameters)
{
    private readonly ElmanShape _shape = parameters.Shape;
    private readonly float[] _embeddings = parameters.Embeddings.ToArray();
    private readonly float[] _inputWeights =
        Matrix.Transpose(parameters.InputWeights, parameters.Shape.InputSize, parameters.Shape.HiddenSize);
    private readonly float[] _recurrentWeights =
        Matrix.Transpose(parameters.RecurrentWeights, parameters.Shape.HiddenSize, parameters.Shape.HiddenSize);
    private readonly float[] _outputWeights =
        Matrix.Transpose(parameters.OutputWeights, parameters.Shape.HiddenSize, parameters.Shape.LabelCount);
    private readonly float[] _hiddenBias = parameters.HiddenBias.ToArray();
    private readonly float[] _outputBias = parameters.OutputBias.ToArray();
    private readonly float[] _input = new float[parameters.Shape.InputSize];
    private readonly float[] _next = new float[parameters.Shape.HiddenSize];
    private readonly float[] _logits = new float[parameters.Shape.LabelCount];

    /// <summary>h0 [hidden].</summary>
    public float[] InitialState { get; } = parameters.InitialState.ToArray();

    /// <summary>One time step.</summary>
    /// <param name="window">[window]: rows of the embeddings.</param>
    /// <param name="hidden">[hidden]: the state, which is moved on.</param>
    /// <returns>The logits [labels]; they stand until the next step.</returns>
    public Span<float> Step(ReadOnlySpan<long> window, Span<float> hidden)
    {
        for (var place = 0; place < window.Length; place++)
        {
            _embeddings.AsSpan((int)window[place] * _shape.EmbeddingSize, _shape.EmbeddingSize)
                .CopyTo(_input.AsSpan(place * _shape.EmbeddingSize));
        }

        for (var unit = 0; unit < _next.Length; unit++)
        {
            _next[unit] = _hiddenBias[unit]
                + Primitives.Dot(_inputWeights.AsSpan(unit * _input.Length, _input.Length), _input)
                + Primitives.Dot(_recurrentWeights.AsSpan(unit * hidden.Length, hidden.Length), hidden);
        }

        Primitives.Sigmoid(_next, hidden);
        for (var label = 0; label < _logits.Length; label++)
        {
            _logits[label] = _outputBias[label] + Primitives.Dot(
                _outputWeights.AsSpan(label * hidden.Length, hidden.Length), hidden);
        }

        return _logits;
    }
}
