using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Ours;

/// <summary>The fused step of this library.</summary>
internal sealed class FastElmanTrainer(ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences) : Trainer
{
    private readonly SentenceTrainer _trainer = new(parameters);

    public override float Train(int sentence) =>
        _trainer.Train(sentences[sentence].Words, sentences[sentence].Labels, LearningRate);

    public override ElmanParameters ToParameters()
    {
        var copy = new ElmanParameters(parameters.Shape);
        _trainer.CopyParametersTo(copy);
        return copy;
    }
}
