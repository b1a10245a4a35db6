using FastElman.Model;
using FastElman.Reference;

namespace FastElman.Benchmarks.Contest;

/// <summary>
/// No training is timed that is not the same training: step by step the losses of the plain trainer in double
/// precision, and in the end its parameters.
/// </summary>
internal static class TrainingAgreement
{
    /// <summary>Of a loss, relative to it. Seen with 50 to 400 hidden units: 4e-6.</summary>
    public const double LossTolerance = 5e-5;

    /// <summary>Of a parameter, none of which is above 0.3. Seen: 3e-7.</summary>
    public const double ParameterTolerance = 2e-6;

    public static void RequireSteps(
        Engine engine, ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences)
    {
        using var trainer = engine.Training(parameters, sentences);
        if (trainer.ToParameters() is null)
        {
            return;
        }

        var reference = new ReferenceTrainer(parameters);
        for (var i = 0; i < sentences.Count; i++)
        {
            var expected = reference.Train(sentences[i].Words, sentences[i].Labels, Trainer.LearningRate);
            var found = trainer.Train(i);
            if (!(Math.Abs(found - expected) <= LossTolerance * expected))
            {
                throw new InvalidOperationException(
                    $"{engine}: expected a loss of {expected:G6} at step {i + 1}, found {found:G6}.");
            }
        }

        RequireNear(engine, reference.Network, trainer.ToParameters()!);
    }

    private static void RequireNear(Engine engine, ReferenceNetwork reference, ElmanParameters found)
    {
        foreach (var tensor in found.Shape.Tensors)
        {
            var expected = reference[tensor];
            var values = found[tensor];
            for (var i = 0; i < expected.Length; i++)
            {
                if (!(Math.Abs(values[i] - expected[i]) <= ParameterTolerance))
                {
                    throw new InvalidOperationException(
                        $"{engine}: expected {expected[i]:G6} at place {i} of {tensor} after training, "
                        + $"found {values[i]:G6}.");
                }
            }
        }
    }
}
