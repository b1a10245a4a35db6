using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The moving average of all parameters of a network in training: what it wanders around while the learning rate is
/// still high (B. Polyak and A. Juditsky, 1992). The virtual call hides the instruction set.
/// </summary>
/// <param name="parameters">The parameters that it follows.</param>
internal abstract class WeightAverage(TrainingParameters parameters)
{
    public static WeightAverage Create(TrainingParameters parameters) =>
        InstructionSets.Accept<Factory, WeightAverage>(parameters.InstructionSet, new Factory(parameters));

    /// <summary>The average.</summary>
    public TrainingParameters Values { get; } = new(parameters.Shape, parameters.InstructionSet);

    /// <summary>average += (1 − decay) · (parameters − average).</summary>
    /// <param name="decay">0 to 1.</param>
    public void Follow(double decay)
    {
        if (decay == 0)
        {
            CopyParameters();
            return;
        }

        for (var i = 0; i < parameters.Tensors.Length; i++)
        {
            Follow(parameters.Tensors[i].Span, Values.Tensors[i].Span, (float)(1 - decay));
        }

        // −∞ − (−∞) is not a number.
        Values.OutputBias[parameters.Shape.LabelCount..].Fill(float.NegativeInfinity);
    }

    /// <summary>The parameters to the bit, which the formula would round.</summary>
    private void CopyParameters()
    {
        for (var i = 0; i < parameters.Tensors.Length; i++)
        {
            parameters.Tensors[i].Span.CopyTo(Values.Tensors[i].Span);
        }
    }

    /// <summary>average [n] += share · (values [n] − average [n]).</summary>
    protected abstract void Follow(ReadOnlySpan<float> values, Span<float> average, float share);

    private readonly struct Factory(TrainingParameters parameters) : ISimdVisitor<WeightAverage>
    {
        public WeightAverage Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new WeightAverage<TSimd, TVector>(parameters);
    }
}
