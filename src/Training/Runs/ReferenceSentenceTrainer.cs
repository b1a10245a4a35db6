using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>
/// The plain trainer as a run's steps. It computes in double, but its parameters are rounded to float after each step: else what a
/// checkpoint holds would not be what training goes on from.
/// </summary>
internal sealed class ReferenceSentenceTrainer(ElmanParameters parameters) : ISentenceTrainer
{
    private ReferenceTrainer _trainer = new(parameters);

    public ElmanShape Shape => _trainer.Shape;

    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate)
    {
        var loss = _trainer.Train(words, labels, learningRate);
        foreach (var tensor in ElmanTensorNames.All)
        {
            foreach (ref var value in _trainer[tensor].AsSpan())
            {
                value = (float)value;
            }
        }

        return loss;
    }

    public void CopyTo(ElmanParameters target)
    {
        var parameters = _trainer.ToParameters();
        foreach (var tensor in ElmanTensorNames.All)
        {
            parameters[tensor].CopyTo(target[tensor]);
        }
    }

    public void Restore(ElmanParameters source) => _trainer = new ReferenceTrainer(source);
}
