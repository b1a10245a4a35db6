using FastElman.Training.Backpropagation;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>
/// Steps that learn nothing but can be read: h0[0] counts the updates of the parameters, and the network predicts one
/// label for every word, as a script says for each update.
/// </summary>
internal sealed class ScriptedTrainer(Func<int, int> labelAfter)
{
    private float _lastCount;

    /// <summary>The words and the learning rate of every step.</summary>
    public List<(int[] Words, float LearningRate)> Steps { get; } = [];

    /// <summary>The values of h0[0] in parameters that were restored.</summary>
    public List<float> Restored { get; } = [];

    /// <summary>The loss of each update; 1 unless a test says otherwise.</summary>
    public Func<int, float> Loss { get; init; } = _ => 1;

    /// <summary>A weight after each update; 0 unless a test says otherwise.</summary>
    public Func<int, float> Weight { get; init; } = _ => 0;

    public static implicit operator SentenceStep(ScriptedTrainer script) => script.Step;

    private float Step(SentenceTrainer trainer, ReadOnlySpan<int> words, ReadOnlySpan<int> labels, float learningRate)
    {
        var parameters = trainer.ToParameters();
        if (parameters.InitialState[0] != _lastCount)
        {
            Restored.Add(parameters.InitialState[0]);
        }

        Steps.Add((words.ToArray(), learningRate));
        parameters.InitialState[0]++;
        parameters.OutputWeights.Clear();
        parameters.OutputBias.Clear();
        parameters.OutputBias[labelAfter(Steps.Count)] = 1;
        parameters.InputWeights[0] = Weight(Steps.Count);
        trainer.SetParameters(parameters);
        _lastCount = parameters.InitialState[0];
        return Loss(Steps.Count);
    }
}
