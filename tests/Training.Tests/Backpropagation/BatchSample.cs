using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>Batches of random sentences for <see cref="BatchTrainer"/>.</summary>
internal static class BatchSample
{
    public static readonly DropoutRates Rates = new(Inputs: 0.2, Outputs: 0.3);

    /// <summary>Small sizes, all different; of the embeddings a sentence has only some.</summary>
    public static ElmanShape Shape(NetworkVariant? variant = null) => new(
        hiddenSize: 19,
        labelCount: 5,
        vocabularySize: 40,
        embeddingSize: 3,
        windowSize: 3,
        variant ?? NetworkVariant.Tutorial);

    public static BatchSettings Settings(
        DropoutRates rates = default,
        float smoothing = 0.1f,
        float teaching = 0,
        double decay = 0.9,
        bool freezesEmbeddings = false) => new(smoothing, teaching, rates, decay, freezesEmbeddings);

    /// <summary>Adds random sentences to the batch, weighted by their words.</summary>
    /// <returns>The losses.</returns>
    public static float[] AddTo(BatchTrainer trainer, int seed, params int[] lengths)
    {
        var random = new SplitMix64((ulong)seed);
        return
        [
            .. lengths.Select((length, i) => trainer.Add(
                RandomModel.Sentence(trainer.Shape, length, seed + i, withPadding: true),
                LabelledSentence.Labels(trainer.Shape, length, seed + i),
                taught: default,
                (float)length / lengths.Sum(),
                random)),
        ];
    }

    /// <summary>The parameters, and their average.</summary>
    public static (ElmanParameters Parameters, ElmanParameters Averages) State(BatchTrainer trainer)
    {
        var (parameters, averages) = (new ElmanParameters(trainer.Shape), new ElmanParameters(trainer.Shape));
        trainer.CopyTo(parameters, averages);
        return (parameters, averages);
    }

    /// <summary>What the trainer drops when it gets the same random numbers.</summary>
    public static ReferenceDropout Dropout(
        ElmanShape shape, InstructionSet instructionSet, int words, SplitMix64 random)
    {
        var parameters = new TrainingParameters(shape, instructionSet);
        var masks = new DropoutMasks(parameters, Rates, words);
        masks.Draw(words, random);
        return new ReferenceDropout(
            Doubles(masks.Inputs.ToArray()),
            [
                .. parameters.Layers.Select((_, layer) => masks.Outputs(layer).ToArray()
                    .Chunk(parameters.HiddenStride)
                    .Select(row => Doubles(row[..shape.HiddenSize]))
                    .ToArray()),
            ]);
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
