using FastElman.Fixtures;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Golden;

/// <summary>The forward pass against what Theano itself computed.</summary>
public sealed class ForwardTests
{
    /// <summary>Rounding of our own, where Theano's own happened to be smaller.</summary>
    private const double LeastTolerance = 1e-6;

    [Theory]
    [EveryInstructionSet("tiny-f32", "tiny-f64", "odd", "atis", "atis-200")]
    public void Hidden_states_probabilities_labels_and_losses_are_those_of_theano(
        InstructionSet instructionSet, string name)
    {
        var golden = GoldenCase.Load(name);
        var model = ForwardRun.Model(golden.Parameters(), instructionSet);
        var (h, p, y, nll) = (
            golden.Array("forward", "h"),
            golden.Array("forward", "p"),
            golden.Array("forward", "y_pred"),
            golden.Array("forward", "nll"));
        for (var sentence = 0; sentence < golden.Sentences.Count; sentence++)
        {
            var (words, labels) = golden.Sentences[sentence];
            var run = ForwardRun.Of(model, words);
            var what = $"{name}, sentence {sentence}, {instructionSet}";
            Near.Equal(golden.OfSentence(h, sentence), Doubles(run.Hidden), Tolerance(golden, "h"), $"{what}: h");
            Near.Equal(
                golden.OfSentence(p, sentence), Doubles(run.Probabilities), Tolerance(golden, "p"), $"{what}: p");
            Near.Equal(
                [nll.Values[sentence]],
                [Loss(run.Probabilities, labels, golden.Shape.LabelCount)],
                Tolerance(golden, "nll"),
                $"{what}: nll");

            // In every case the two best probabilities of every word are further apart than rounding: no tie may flip.
            Assert.Equal(golden.OfSentence(y, sentence), run.Labels.Select(label => (double)label));
        }
    }

    [Theory]
    [EveryInstructionSet("test", "valid")]
    public void A_trained_network_labels_every_word_as_theano_does(InstructionSet instructionSet, string set)
    {
        var network = TrainedNetwork.Load();
        var tagger = new Tagger(ForwardRun.Model(network.Parameters, instructionSet));
        var expected = network.Predictions(set);
        var found = new List<int>();
        foreach (var words in network.Sentences(set))
        {
            var labels = new int[words.Length];
            tagger.Tag(words, labels);
            found.AddRange(labels);
        }

        Assert.Equal(expected, found);
    }

    /// <summary>
    /// The parameters of tiny-f64 are rounded to float before they come to us: its bound is that of float arithmetic.
    /// </summary>
    private static double Tolerance(GoldenCase golden, string what) =>
        golden.IsDouble ? LeastTolerance : golden.Tolerance(LeastTolerance, what);

    /// <summary>As the tutorial has it: the mean over the words of −log p of the right label.</summary>
    private static double Loss(float[] probabilities, int[] labels, int labelCount) =>
        labels.Select((label, t) => -Math.Log(probabilities[(t * labelCount) + label])).Average();

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
