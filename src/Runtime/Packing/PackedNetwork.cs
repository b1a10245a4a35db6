using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Model;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>The parameters in the forms that the kernels read. Immutable once made, shared by all runs.</summary>
internal sealed class PackedNetwork
{
    private readonly AlignedBuffer _outputBias;

    /// <param name="parameters">The plain form; its embeddings may be used where they lie, so nobody may write to it any more.</param>
    /// <param name="plan">Which forms to make.</param>
    /// <param name="chain">What the labels of a sentence have to do with each other; null for nothing.</param>
    public PackedNetwork(ElmanParameters parameters, PackingPlan plan, LabelTransitions? chain = null)
    {
        Shape = parameters.Shape;
        Chain = chain;
        StaysFinite = plan.StaysFinite;
        var lanes = InstructionSets.Lanes(plan.InstructionSet);
        Layers = Array.ConvertAll(
            HiddenLayerTensors.Of(Shape.Variant.Kind), tensors => new PackedHiddenLayer(parameters, tensors, plan));
        OutputStride = PackedMatrix.RoundUp(Shape.OutputDepth, lanes);
        OutputStride = Math.Max(OutputStride, Forward.Stride);
        OutputWeights = new PackedMatrix(parameters.OutputWeights, Shape.LabelCount, lanes);
        if (plan.UsesInt16)
        {
            OutputInt16 = new Int16Matrix(parameters.OutputWeights, Shape.LabelCount, range: 1, lanes);
        }

        if (plan.UsesByteArgMax)
        {
            Screen = OutputInt16 is null
                ? new ByteWeights(parameters.OutputWeights, parameters.OutputBias, lanes)
                : new ByteWeights(
                    OutputInt16.ToFloats(Shape.OutputDepth, Shape.LabelCount),
                    parameters.OutputBias,
                    lanes,
                    Int16Matrix.LeftError);
        }

        _outputBias = new AlignedBuffer(PackedMatrix.RoundUp(Shape.LabelCount, lanes));
        _outputBias.Span.Fill(float.NegativeInfinity);
        parameters.OutputBias.CopyTo(_outputBias.Span);
    }

    public ElmanShape Shape { get; }

    /// <summary>The hidden layers: the one that reads from the first word on, and where the sentence is read from both ends the other.</summary>
    public PackedHiddenLayer[] Layers { get; }

    /// <summary>The hidden layer that reads from the first word on.</summary>
    public PackedHiddenLayer Forward => Layers[0];

    /// <summary>Floats from what the output layer sees of one time step to the next.</summary>
    public int OutputStride { get; }

    /// <summary>w [output depth, labels].</summary>
    public PackedMatrix OutputWeights { get; }

    /// <summary>w in 16-bit whole numbers, to be used instead; null unless asked for.</summary>
    public Int16Matrix? OutputInt16 { get; }

    /// <summary>w in bytes, to find the best label; null where the instruction set or the parameters do not allow it.</summary>
    public ByteWeights? Screen { get; }

    /// <summary>What the labels of a sentence have to do with each other; null where every word's stands by itself.</summary>
    public LabelTransitions? Chain { get; }

    /// <summary>Whether no hidden unit is ever NaN: all parameters are at most <see cref="ByteWeights.LargestParameter"/>, and the activation has bounds.</summary>
    public bool StaysFinite { get; }

    /// <summary>Whether labels depend on words that come later than the window sees.</summary>
    public bool NeedsWholeSentences => Layers.Length > 1 || Chain is not null;

    /// <summary>b [padded labels], −∞ in the padding: a label that does not exist is never the best.</summary>
    public ReadOnlySpan<float> OutputBias => _outputBias.Span;
}
