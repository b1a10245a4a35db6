using FastElman.Training.Backpropagation;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>
/// Learns nothing, but can be read: h0[0] counts the updates that its parameters have seen, and it predicts one label for every word, as
/// a script says for each update.
/// </summary>
internal sealed class ScriptedTrainer(ElmanParameters parameters, Func<int, int> labelAfter) : ISentenceTrainer
{
    private readonly ElmanParameters _parameters = parameters.Clone();

    /// <summary>Every step's words, and its learning rate.</summary>
    public List<(int[] Words, double LearningRate)> Steps { get; } = [];

    /// <summary>The values of h0[0] that were restored.</summary>
    public List<float> Restored { get; } = [];

    /// <summary>The loss of each update; 1 unless a test says otherwise.</summary>
    public Func<int, double> Loss { get; init; } = _ => 1;

    /// <summary>A weight after each update; 0 unless a test says otherwise.</summary>
    public Func<int, float> Weight { get; init; } = _ => 0;

    public ElmanShape Shape => _parameters.Shape;

    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate)
    {
        Steps.Add((words.ToArray(), learningRate));
        _parameters.InitialState[0]++;
        _parameters.OutputWeights.Clear();
        _parameters.OutputBias.Clear();
        _parameters.OutputBias[labelAfter(Steps.Count)] = 1;
        _parameters.InputWeights[0] = Weight(Steps.Count);
        return Loss(Steps.Count);
    }

    public void CopyTo(ElmanParameters target)
    {
        foreach (var tensor in TensorNames.All)
        {
            _parameters[tensor].CopyTo(target[tensor]);
        }
    }

    public AdamMoments? CopyMoments() => null;

    public void Restore(ElmanParameters source, AdamMoments? moments)
    {
        Restored.Add(source.InitialState[0]);
        foreach (var tensor in TensorNames.All)
        {
            source[tensor].CopyTo(_parameters[tensor]);
        }
    }
}
