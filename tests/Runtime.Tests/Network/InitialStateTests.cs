using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Network;

/// <summary>h0 is the state before the first word: learned, used once a sentence, and nothing else.</summary>
public sealed class InitialStateTests
{
    private static readonly ElmanShape Shape =
        new(hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 3);
    private static readonly int[] Words = RandomModel.Sentence(Shape, 40, seed: 1);

    [Theory, EveryInstructionSet]
    public void It_moves_the_first_state_by_the_recurrent_weights(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 1);
        var before = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), Words);
        parameters.InitialState[4] += 1;
        var after = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), Words);
        for (var unit = 0; unit < Shape.HiddenSize; unit++)
        {
            // The logit of the first hidden state moves by exactly the weight from h0[4].
            var moved = Logit(after.Hidden[unit]) - Logit(before.Hidden[unit]);
            Assert.Equal(parameters.RecurrentWeights[(4 * Shape.HiddenSize) + unit], moved, 1e-5);
        }
    }

    [Theory, EveryInstructionSet]
    public void Without_recurrent_weights_it_has_no_effect(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 2);
        parameters.RecurrentWeights.Clear();
        var before = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), Words);
        parameters.InitialState.Fill(1000);
        ForwardRun.AssertSame(before, ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), Words));
    }

    /// <summary>The mistake that this hunts: h0 added again at every step, or at every block of words.</summary>
    [Theory, EveryInstructionSet]
    public void It_is_not_added_again(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 3);
        parameters.InitialState.Fill(3);
        var words = RandomModel.Sentence(Shape, 100, seed: 3);
        var expected = new ReferenceNetwork(parameters).Run(words).Hidden;
        var actual = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words).Hidden;
        Near.Equal(expected, actual, 1e-6, "hidden");
    }

    [Theory, EveryInstructionSet]
    public void Its_influence_fades(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 4);
        var before = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), Words).Hidden;
        parameters.InitialState.Fill(5);
        var after = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), Words).Hidden;
        Assert.True(Math.Abs(after[0] - before[0]) > 1e-3);
        for (var i = 30 * Shape.HiddenSize; i < before.Length; i++)
        {
            Assert.Equal(before[i], after[i], 1e-6);
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_sentence_starts_from_it(InstructionSet instructionSet)
    {
        var model = ForwardRun.Model(RandomModel.Parameters(Shape, seed: 5, range: 1f), instructionSet);
        var tagger = new Tagger(model);
        var first = new float[Words.Length * Shape.LabelCount];
        var second = new float[first.Length];
        tagger.Tag(Words, new int[Words.Length], first);
        tagger.Tag(Words, new int[Words.Length], second);
        Bits.AssertEqual(first, second);
    }

    /// <summary>A state so strong that forgetting it shows in the labels.</summary>
    [Theory, EveryInstructionSet]
    public void Every_form_starts_each_sentence_from_it(InstructionSet instructionSet)
    {
        foreach (var parameters in WhereItShowsInTheLabels().Take(5))
        {
            var expected = new ReferenceNetwork(parameters).Run(Words).Labels;
            foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
            {
                var stream = new TaggingStream(model);
                var group = OpenStreams.Of(model, 3);
                for (var sentence = 0; sentence < 3; sentence++)
                {
                    Assert.Equal(expected, StreamRun.Of(stream, Words).Labels);
                    Assert.Equal(expected, OfGroup(group, sentence % 2));

                    // Given up after two words.
                    stream.Push(1, out _);
                    stream.Push(2, out _);
                    stream.Reset();
                    group.Tick([0, 1], [1, 1], new int[2]);
                    group.Tick([0, 1], [2, 2], new int[2]);
                    group.Reset(0);
                    group.Reset(1);
                }

                var labels = new int[3 * Words.Length];
                int[] lengths = [Words.Length, Words.Length, Words.Length];
                new BatchTagger(model).Tag([.. Words, .. Words, .. Words], lengths, labels);
                Assert.Equal([.. expected, .. expected, .. expected], labels);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void No_run_changes_a_parameter(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 6, range: 1f);
        var model = ForwardRun.Model(parameters, instructionSet);
        var tagger = new Tagger(model);
        for (var length = 0; length < 100; length++)
        {
            var sentence = RandomModel.Sentence(Shape, length, seed: length);
            tagger.Tag(sentence, new int[length], new float[length * Shape.LabelCount]);
        }

        Bits.AssertEqual(parameters, model.Model.ExportParameters());
        Bits.AssertEqual(parameters.InitialState, model.Network.Forward.InitialState);
    }

    private static IEnumerable<ElmanParameters> WhereItShowsInTheLabels()
    {
        for (var seed = 7; ; seed++)
        {
            var parameters = RandomModel.Parameters(Shape, seed, range: 2f);
            var without = new ReferenceNetwork(parameters).Run(Words).Labels;
            parameters.InitialState.Fill(20);
            if (!new ReferenceNetwork(parameters).Run(Words).Labels.SequenceEqual(without))
            {
                yield return parameters;
            }
        }
    }

    private static int[] OfGroup(StreamGroup group, int stream)
    {
        var labels = new List<int>();
        var label = new int[1];
        foreach (var word in Words)
        {
            group.Tick([stream], [word], label);
            labels.AddRange(label.Where(each => each >= 0));
        }

        var last = new int[group.Delay];
        labels.AddRange(last.AsSpan(0, group.Complete(stream, last)));
        return [.. labels];
    }

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));
}
