using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Model;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The parameters of a network in the forms that the kernels read, shared by all runs. Immutable, except that the
/// projected embeddings grow by the words that come. Why: each kernel reads its operand in the order of memory. Cost:
/// one more copy of every weight (two with bytes), and the projected embeddings up to their budget.
/// </summary>
internal sealed class PackedNetwork
{
    private readonly AlignedBuffer _outputBias;

    /// <param name="parameters">
    /// The parameters, which must not change afterwards: the embeddings are not copied.
    /// </param>
    /// <param name="plan">Which forms to make.</param>
    /// <param name="chain">
    /// What decoding knows of neighbouring labels; null if each word is labelled independently.
    /// </param>
    /// <param name="temperature">What the probabilities of labels are made with; 1 for none.</param>
    public PackedNetwork(
        ElmanParameters parameters, PackingPlan plan, LabelChain? chain = null, float temperature = 1f)
    {
        Shape = parameters.Shape;
        Temperature = temperature;
        Chain = chain;
        StaysFinite = plan.StaysFinite;
        var lanes = InstructionSets.TraitsOf(plan.InstructionSet).Lanes;
        Layers = Array.ConvertAll(
            HiddenLayerTensors.Of(Shape.Variant.Kind), tensors => new PackedHiddenLayer(parameters, tensors, plan));
        NeedsWholeSentences = Layers.Length > 1 || Chain is not null;
        OutputStride = PanelLayout.RoundUp(Shape.OutputDepth, lanes);
        OutputStride = Math.Max(OutputStride, Forward.Stride);
        OutputWeights = new PackedMatrix(parameters.OutputWeights, Shape.LabelCount, lanes);
        if (plan.UsesInt16)
        {
            OutputInt16 = new Int16Matrix(parameters.OutputWeights, Shape.LabelCount, range: 1, lanes);
        }

        if (plan.UsesByteArgMax)
        {
            ByteWeights = OutputInt16 is null
                ? new ByteWeights(parameters.OutputWeights, parameters.OutputBias, lanes)
                : new ByteWeights(
                    OutputInt16.ToFloats(Shape.OutputDepth, Shape.LabelCount),
                    parameters.OutputBias,
                    lanes,
                    Int16Matrix.LeftError);
        }

        _outputBias = new AlignedBuffer(PanelLayout.RoundUp(Shape.LabelCount, lanes));
        _outputBias.Span.Fill(float.NegativeInfinity);
        parameters.OutputBias.CopyTo(_outputBias.Span);
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape { get; }

    /// <summary>The forward layer, and in a bidirectional network the backward layer after it.</summary>
    public PackedHiddenLayer[] Layers { get; }

    /// <summary>The layer that reads the sentence forward.</summary>
    public PackedHiddenLayer Forward => Layers[0];

    /// <summary>The stride in floats between the inputs of the output layer at two time steps.</summary>
    public int OutputStride { get; }

    /// <summary>w [output depth, labels].</summary>
    public PackedMatrix OutputWeights { get; }

    /// <summary>w in 16-bit integers, used instead of the floats; null for floats.</summary>
    public Int16Matrix? OutputInt16 { get; }

    /// <summary>
    /// w in bytes, to find the best label; null where the instruction set or the parameters do not allow it.
    /// </summary>
    public ByteWeights? ByteWeights { get; }

    /// <summary>What decoding knows of neighbouring labels; null if each word is labelled independently.</summary>
    public LabelChain? Chain { get; }

    /// <summary>
    /// What the probabilities of labels are made with: <see cref="ElmanModel.Temperature"/>. What a Jordan network
    /// feeds back is no output, and has none.
    /// </summary>
    public float Temperature { get; }

    /// <summary>
    /// Whether no hidden unit is ever NaN: no parameter is larger than
    /// <see cref="Packing.ByteWeights.LargestParameter"/>, and the activation is bounded.
    /// </summary>
    public bool StaysFinite { get; }

    /// <summary>Whether labels depend on words beyond the window's look-ahead.</summary>
    public bool NeedsWholeSentences { get; }

    /// <summary>[padded labels]: b, −∞ in the padding, so that no arg-max lies there.</summary>
    public ReadOnlySpan<float> OutputBias => _outputBias.Span;
}
