using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>The fused trainer as a run's steps.</summary>
/// <param name="parameters">The parameters before training; they are copied.</param>
/// <param name="labelSmoothing">The part of every word's target that all labels share evenly.</param>
internal sealed class FusedSentenceTrainer(ElmanParameters parameters, double labelSmoothing) : ISentenceTrainer
{
    private readonly SentenceTrainer _trainer = new(parameters, labelSmoothing: (float)labelSmoothing);

    public ElmanShape Shape => _trainer.Shape;

    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate) => _trainer.Train(words, labels, (float)learningRate);

    public void CopyTo(ElmanParameters target) => _trainer.CopyParametersTo(target);

    public void Restore(ElmanParameters source) => _trainer.SetParameters(source);
}
