using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>
/// The fused trainer as a run's steps. The parameters are all of its state, as a checkpoint needs it: where a step normalises only the rows
/// that it moved, all rows have length 1 from the start, so that there is no first step unlike the others.
/// </summary>
internal sealed class FusedSentenceTrainer : ISentenceTrainer
{
    private readonly SentenceTrainer _trainer;

    /// <summary>Starts from a copy of <paramref name="parameters"/>.</summary>
    /// <param name="parameters">The parameters before training.</param>
    /// <param name="normalization">Which embedding rows a step normalises.</param>
    /// <param name="instructionSet">The instruction set, or null for <see cref="SimdInfo.Active"/>.</param>
    public FusedSentenceTrainer(ElmanParameters parameters, EmbeddingNormalization normalization, InstructionSet? instructionSet = null)
    {
        _trainer = new SentenceTrainer(parameters, normalization, instructionSet);
        if (normalization == EmbeddingNormalization.ChangedRows)
        {
            _trainer.NormalizeEmbeddings();
        }
    }

    public ElmanShape Shape => _trainer.Shape;

    /// <summary>The trainer of a recipe: the tutorial normalises every row after each step, and the last bits of the result depend on it.</summary>
    public static FusedSentenceTrainer For(TrainingRecipe recipe, ElmanParameters parameters) =>
        new(parameters, recipe == TrainingRecipe.Tutorial ? EmbeddingNormalization.EveryRow : EmbeddingNormalization.ChangedRows);

    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate) => _trainer.Train(words, labels, (float)learningRate);

    public void CopyTo(ElmanParameters target) => _trainer.CopyParametersTo(target);

    /// <summary>Goes on from parameters that a trainer with this normalisation had: to normalise them again would change their last bits.</summary>
    public void Restore(ElmanParameters source) => _trainer.SetParameters(source, areNormalized: true);
}
