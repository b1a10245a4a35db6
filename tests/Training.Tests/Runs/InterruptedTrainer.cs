using FastElman.Training.Backpropagation;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>The fused trainer, which calls back before each step with its number, counted from 1.</summary>
internal sealed class InterruptedTrainer(ElmanParameters parameters, TrainingOptions options, Action<int> beforeStep) : ISentenceTrainer
{
    private readonly FusedSentenceTrainer _trainer = new(parameters, options.ChosenLabelSmoothing, options.Optimizer);
    private int _count;

    public ElmanShape Shape => _trainer.Shape;

    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate)
    {
        _count++;
        beforeStep(_count);
        return _trainer.Train(words, labels, learningRate);
    }

    public void CopyTo(ElmanParameters target) => _trainer.CopyTo(target);

    public AdamMoments? CopyMoments() => _trainer.CopyMoments();

    public void Restore(ElmanParameters source, AdamMoments? moments) => _trainer.Restore(source, moments);
}
