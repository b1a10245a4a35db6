using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The equations of <see cref="ReferenceForward"/> and <see cref="ReferenceGradients"/> in float. The errors of the logits are multiplied by
/// the factor once, at the top; from there on every error and every sum is an update already, and nothing but parameters is written.
/// </summary>
internal sealed class SentencePass<TSimd, TVector> : SentencePass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly TrainingParameters _parameters;
    private readonly ElmanShape _shape;
    private readonly HiddenLayerPass<TSimd, TVector>[] _layers;
    private readonly SentenceObjective<TSimd, TVector> _objective;

    public SentencePass(TrainingParameters parameters, float labelSmoothing)
    {
        _parameters = parameters;
        _shape = parameters.Shape;
        _layers = [.. parameters.Layers.Select((_, i) => HiddenLayerPass<TSimd, TVector>.Create(parameters, i))];
        _objective = SentenceObjective<TSimd, TVector>.Create(parameters, labelSmoothing);
    }

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    public override TrainingScratch CreateScratch(int capacity) => new(_parameters, capacity);

    public override bool NormalizeEmbedding(int row) =>
        L2Normalize.Normalize<TSimd, TVector>(_parameters.Embeddings.Slice(row * _shape.EmbeddingSize, _shape.EmbeddingSize));

    public override float Forward(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, TrainingScratch scratch)
    {
        _layers[0].Forward(words, scratch);
        _layers[0].AddToLogits(words.Length, _parameters.OutputBias, 0, scratch);
        if (_layers.Length > 1)
        {
            var reversed = scratch.Words.AsSpan(0, words.Length);
            words.CopyTo(reversed);
            reversed.Reverse();
            _layers[1].Forward(reversed, scratch);
            _layers[1].AddToLogits(words.Length, scratch.Logits, _parameters.LabelStride, scratch);
        }

        return _objective.Loss(labels, scratch);
    }

    public override void Backward(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingScratch scratch)
    {
        _objective.Errors(labels, factor / labels.Length, target, scratch);
        foreach (var layer in _layers)
        {
            layer.Backward(labels.Length, target, scratch);
        }

        WeightUpdate<TSimd, TVector>.AddToBias(scratch.LogitGradients, labels.Length, _parameters.LabelStride, target.OutputBias);
    }
}
