using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Model;
using FastElman.Model.Initialization;

namespace FastElman;

/// <summary>
/// The tensors of a network in plain row-major order, as Theano holds them: seven, or more in some variants. Import,
/// export and training exchange them. A model is made from them and keeps its own copy.
/// </summary>
/// <remarks>Mutable and not synchronised: one thread writes, or many read.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ElmanParameters
{
    private readonly float[][] _tensors;

    /// <summary>Makes parameters that are all zero.</summary>
    /// <param name="shape">The sizes.</param>
    public ElmanParameters(ElmanShape shape)
        : this(RequireShape(shape), static length => new float[length])
    {
    }

    private ElmanParameters(ElmanShape shape, Func<int, float[]> allocate)
    {
        Shape = shape;
        _tensors = new float[TensorNames.Count][];
        Array.Fill(_tensors, []);
        foreach (var tensor in shape.Tensors)
        {
            _tensors[(int)tensor] = allocate(shape.GetElementCount(tensor));
        }
    }

    /// <summary>Takes over the seven arrays of the tutorial's network, without a copy.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="embeddings">[vocabulary + 1, embedding].</param>
    /// <param name="inputWeights">[embedding · window, hidden].</param>
    /// <param name="recurrentWeights">[hidden, hidden].</param>
    /// <param name="outputWeights">[hidden, labels].</param>
    /// <param name="hiddenBias">[hidden].</param>
    /// <param name="outputBias">[labels].</param>
    /// <param name="initialState">[hidden].</param>
    /// <exception cref="ArgumentException">
    /// An array has a length that does not fit <paramref name="shape"/>, or its variant has more tensors than these.
    /// </exception>
    public ElmanParameters(
        ElmanShape shape,
        float[] embeddings,
        float[] inputWeights,
        float[] recurrentWeights,
        float[] outputWeights,
        float[] hiddenBias,
        float[] outputBias,
        float[] initialState)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Tensors.Count != TensorNames.Tutorial.Count)
        {
            throw new ArgumentException($"A network {shape.Variant} has more than seven parameters.", nameof(shape));
        }

        Shape = shape;
        _tensors =
        [
            embeddings, inputWeights, recurrentWeights, outputWeights, hiddenBias, outputBias, initialState, [], [], [],
            [], [], [],
        ];
        Require(ElmanTensor.Embeddings, embeddings, nameof(embeddings));
        Require(ElmanTensor.InputWeights, inputWeights, nameof(inputWeights));
        Require(ElmanTensor.RecurrentWeights, recurrentWeights, nameof(recurrentWeights));
        Require(ElmanTensor.OutputWeights, outputWeights, nameof(outputWeights));
        Require(ElmanTensor.HiddenBias, hiddenBias, nameof(hiddenBias));
        Require(ElmanTensor.OutputBias, outputBias, nameof(outputBias));
        Require(ElmanTensor.InitialState, initialState, nameof(initialState));
    }

    /// <summary>The sizes.</summary>
    public ElmanShape Shape { get; }

    /// <summary>A parameter by name.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>
    /// Its elements, row by row; writing to them changes the parameters. Empty where the network has no such parameter.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tensor in any network.</exception>
    public Span<float> this[ElmanTensor tensor] => (uint)tensor < (uint)_tensors.Length
        ? _tensors[(int)tensor]
        : throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "There is no such parameter.");

    /// <summary>[vocabulary + 1, embedding]: one row a word, the padding word last.</summary>
    public Span<float> Embeddings => this[ElmanTensor.Embeddings];

    /// <summary>[embedding · window, hidden]: from the window to the hidden layer (Theano's wx).</summary>
    public Span<float> InputWeights => this[ElmanTensor.InputWeights];

    /// <summary>[hidden, hidden]: from the previous hidden layer to this one (wh).</summary>
    public Span<float> RecurrentWeights => this[ElmanTensor.RecurrentWeights];

    /// <summary>[hidden, labels]: from the hidden layer to the logits (w).</summary>
    public Span<float> OutputWeights => this[ElmanTensor.OutputWeights];

    /// <summary>[hidden]: added before the sigmoid (bh).</summary>
    public Span<float> HiddenBias => this[ElmanTensor.HiddenBias];

    /// <summary>[labels]: added before the softmax (b).</summary>
    public Span<float> OutputBias => this[ElmanTensor.OutputBias];

    /// <summary>[hidden]: the learned state before the first word (h0).</summary>
    public Span<float> InitialState => this[ElmanTensor.InitialState];

    /// <summary>
    /// The parameters that an untrained network starts from: those of the tutorial's <c>rnnslu.py</c>, bit for bit.
    /// </summary>
    /// <remarks>
    /// Weights and embeddings are <c>0.2 * numpy.random.uniform(-1.0, 1.0, shape).astype(float32)</c> after
    /// <c>numpy.random.seed(seed)</c>; biases, h0 and transition scores are 0. The same seed gives the same parameters
    /// on every machine.
    /// </remarks>
    /// <param name="shape">The sizes.</param>
    /// <param name="seed">The seed; the tutorial's is 345.</param>
    /// <returns>New parameters.</returns>
    public static ElmanParameters Initialize(ElmanShape shape, uint seed)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return TutorialInitialization.Create(shape, seed);
    }

    /// <summary>A copy that shares nothing with this one.</summary>
    /// <returns>The copy.</returns>
    public ElmanParameters Clone()
    {
        var copy = Uninitialized(Shape);
        foreach (var tensor in Shape.Tensors)
        {
            this[tensor].CopyTo(copy[tensor]);
        }

        return copy;
    }

    /// <summary>Looks for a value that is not finite.</summary>
    /// <returns>The first tensor with a NaN or an infinity and the place in it, or null where all are finite.</returns>
    public (ElmanTensor Tensor, int Index)? FindNonFinite()
    {
        foreach (var tensor in Shape.Tensors)
        {
            var values = this[tensor];
            var isFinite = float.IsFinite(BitConverter.Int32BitsToSingle(LargestMagnitudeBits(values)));
            for (var i = 0; i < values.Length && !isFinite; i++)
            {
                if (!float.IsFinite(values[i]))
                {
                    return (tensor, i);
                }
            }
        }

        return null;
    }

    /// <summary>The sizes.</summary>
    /// <returns>Such as <c>parameters of hidden 100, labels 127, ...</c>.</returns>
    public override string ToString() => $"parameters of {Shape}";

    /// <summary>
    /// Parameters of any value, for a caller that writes to all of them before others see them.
    /// </summary>
    internal static ElmanParameters Uninitialized(ElmanShape shape) =>
        new(shape, static length => GC.AllocateUninitializedArray<float>(length));

    /// <summary>The same parameters, shared, without the vectors of subwords.</summary>
    internal ElmanParameters WithoutSubwords()
    {
        var plain = new ElmanParameters(Shape.WithoutSubwords(), static _ => []);
        foreach (var tensor in plain.Shape.Tensors)
        {
            plain._tensors[(int)tensor] = _tensors[(int)tensor];
        }

        return plain;
    }

    /// <summary>The same parameters, shared, with other values of one tensor, which are not copied.</summary>
    internal ElmanParameters With(ElmanTensor tensor, float[] values)
    {
        var other = new ElmanParameters(Shape, static _ => []);
        _tensors.CopyTo(other._tensors, 0);
        other._tensors[(int)tensor] = values;
        return other;
    }

    /// <summary>The array that holds a tensor.</summary>
    internal float[] ArrayOf(ElmanTensor tensor) => _tensors[(int)tensor];

    /// <summary>The largest magnitude of all values; NaN or ∞ if one of them is.</summary>
    internal float LargestMagnitude()
    {
        var largest = 0;
        foreach (var tensor in _tensors)
        {
            largest = Math.Max(largest, LargestMagnitudeBits(tensor));
        }

        return BitConverter.Int32BitsToSingle(largest);
    }

    private static ElmanShape RequireShape(ElmanShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape;
    }

    private void Require(ElmanTensor tensor, float[] values, string parameter)
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        var expected = Shape.GetElementCount(tensor);
        if (values.Length != expected)
        {
            throw new ArgumentException(
                $"tensor {tensor.FileName()}: expected {expected} elements, found {values.Length}", parameter);
        }
    }

    /// <summary>
    /// The bits of floats without their sign have the order of the magnitudes: infinity is above all finite values, and
    /// NaN is above infinity.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LargestMagnitudeBits(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        var maxima = Vector<int>.Zero;
        foreach (var vector in vectors)
        {
            maxima = Vector.Max(maxima, vector & new Vector<int>(int.MaxValue));
        }

        var largest = 0;
        for (var lane = 0; lane < Vector<int>.Count; lane++)
        {
            largest = Math.Max(largest, maxima[lane]);
        }

        foreach (var value in values[(vectors.Length * Vector<int>.Count)..])
        {
            largest = Math.Max(largest, BitConverter.SingleToInt32Bits(value) & int.MaxValue);
        }

        return largest;
    }
}
