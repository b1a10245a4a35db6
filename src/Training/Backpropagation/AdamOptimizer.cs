using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Adam over all parameters of a network, and its moments. The virtual call hides the instruction set.
/// </summary>
/// <param name="parameters">The parameters that it updates.</param>
internal abstract class AdamOptimizer(TrainingParameters parameters)
{
    private readonly TrainingParameters _first = new(parameters.Shape, parameters.InstructionSet);
    private readonly TrainingParameters _second = new(parameters.Shape, parameters.InstructionSet);

    public static AdamOptimizer Create(TrainingParameters parameters) =>
        InstructionSets.Accept<Factory, AdamOptimizer>(parameters.InstructionSet, new Factory(parameters));

    /// <summary>Steps since the moments were zero.</summary>
    public long Steps { get; private set; }

    /// <summary>Updates every parameter by its gradient.</summary>
    public void Step(TrainingParameters gradients, float learningRate)
    {
        var (rate, epsilon) = BeginStep(learningRate);
        UpdateTensors(0, gradients, rate, epsilon);
    }

    /// <summary>
    /// Updates every parameter by its gradient, but of the embeddings and the subwords only some rows: the moments of
    /// the others wait too. So a step costs what its sentences cost and not what the vocabulary does.
    /// </summary>
    /// <param name="gradients">The gradients; 0 in the rows that are left out.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="embeddings">The rows of the embeddings, each of them once.</param>
    /// <param name="subwords">The rows of the subwords, likewise.</param>
    public void Step(
        TrainingParameters gradients,
        float learningRate,
        ReadOnlySpan<int> embeddings,
        ReadOnlySpan<int> subwords = default)
    {
        var (rate, epsilon) = BeginStep(learningRate);
        UpdateRows(
            embeddings, parameters.Embeddings, gradients.Embeddings, _first.Embeddings, _second.Embeddings,
            rate, epsilon);
        UpdateRows(
            subwords, parameters.Subwords, gradients.Subwords, _first.Subwords, _second.Subwords, rate, epsilon);
        UpdateTensors(TrainingParameters.FirstDenseTensor, gradients, rate, epsilon);
    }

    /// <summary>A copy of the moments.</summary>
    public AdamMoments CopyMoments()
    {
        var moments = new AdamMoments(
            new ElmanParameters(parameters.Shape), new ElmanParameters(parameters.Shape), Steps);
        _first.CopyTo(moments.First);
        _second.CopyTo(moments.Second);
        return moments;
    }

    /// <summary>Continues from moments, which are copied; null to start again from zero.</summary>
    public void Restore(AdamMoments? moments)
    {
        Steps = moments?.Steps ?? 0;
        _first.Clear();
        _second.Clear();
        if (moments is not null)
        {
            _first.CopyFrom(moments.First);
            _second.CopyFrom(moments.Second);

            // The padding of the output bias, −∞ in parameters, has no moments.
            _first.OutputBias[parameters.Shape.LabelCount..].Clear();
            _second.OutputBias[parameters.Shape.LabelCount..].Clear();
        }
    }

    /// <summary>Counts a step.</summary>
    /// <returns>The learning rate and ε with the corrections of the moments, which begin at zero.</returns>
    private (float Rate, float Epsilon) BeginStep(float learningRate)
    {
        Steps++;
        var firstCorrection = 1 - Math.Pow(AdamUpdate.FirstDecay, Steps);
        var secondCorrection = Math.Sqrt(1 - Math.Pow(AdamUpdate.SecondDecay, Steps));
        return (
            (float)(learningRate * secondCorrection / firstCorrection),
            (float)(AdamUpdate.Epsilon * secondCorrection));
    }

    /// <summary>Updates some rows of a table [rows, embedding].</summary>
    private void UpdateRows(
        ReadOnlySpan<int> rows,
        Span<float> values,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float rate,
        float epsilon)
    {
        var size = parameters.Shape.EmbeddingSize;
        foreach (var row in rows)
        {
            Update(
                values.Slice(row * size, size),
                gradients.Slice(row * size, size),
                first.Slice(row * size, size),
                second.Slice(row * size, size),
                rate,
                epsilon);
        }
    }

    private void UpdateTensors(int first, TrainingParameters gradients, float rate, float epsilon)
    {
        for (var i = first; i < parameters.Tensors.Length; i++)
        {
            Update(
                parameters.Tensors[i].Span,
                gradients.Tensors[i].Span,
                _first.Tensors[i].Span,
                _second.Tensors[i].Span,
                rate,
                epsilon);
        }
    }

    /// <summary>Updates one tensor, or some of its rows; see <see cref="AdamUpdate.Apply{TSimd, TVector}"/>.</summary>
    protected abstract void Update(
        Span<float> values,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float rate,
        float epsilon);

    private readonly struct Factory(TrainingParameters parameters) : ISimdVisitor<AdamOptimizer>
    {
        public AdamOptimizer Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new AdamOptimizer<TSimd, TVector>(parameters);
    }
}
