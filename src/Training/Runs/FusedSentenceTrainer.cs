using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>The fused trainer as a run's steps.</summary>
/// <param name="parameters">The parameters before training; they are copied.</param>
/// <param name="labelSmoothing">The part of every word's target that all labels share evenly.</param>
/// <param name="optimizer">What a step makes of the gradients.</param>
internal sealed class FusedSentenceTrainer(
    ElmanParameters parameters, double labelSmoothing, TrainingOptimizer optimizer = TrainingOptimizer.GradientDescent) : ISentenceTrainer
{
    private readonly SentenceTrainer _trainer = new(parameters, labelSmoothing: (float)labelSmoothing, optimizer: optimizer);

    public ElmanShape Shape => _trainer.Shape;

    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate) => _trainer.Train(words, labels, (float)learningRate);

    public void CopyTo(ElmanParameters target) => _trainer.CopyParametersTo(target);

    public AdamMoments? CopyMoments() => _trainer.CopyMoments();

    public void Restore(ElmanParameters source, AdamMoments? moments) => _trainer.SetParameters(source, moments);
}
