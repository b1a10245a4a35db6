using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Tests.Files;

namespace FastElman.Tests.Model;

/// <summary>The decoding that is asked for; the other options have tests where they have their effect.</summary>
public sealed class ElmanModelOptionsTests
{
    private const LabelDecoding Both = LabelDecoding.IobConstraints | LabelDecoding.TransitionScores;

    private static readonly LabelSet Labels = new(["O", "B-x", "I-x"]);

    [Fact]
    public void The_decoding_is_the_models_unless_another_is_asked_for()
    {
        foreach (var learned in (LabelDecoding[])[LabelDecoding.ArgMax, LabelDecoding.IobConstraints, LabelDecoding.TransitionScores, Both])
        {
            Assert.Equal(learned, Create(learned, null).Decoding);
            foreach (var asked in (LabelDecoding[])[LabelDecoding.ArgMax, LabelDecoding.IobConstraints])
            {
                var model = Create(learned, asked);
                Assert.Equal(asked, model.Decoding);
                Assert.Equal(asked == LabelDecoding.ArgMax, model.CanStream);
                Assert.Equal(learned, model.Shape.Variant.Decoding);
            }
        }

        Assert.Equal(Both, Create(LabelDecoding.TransitionScores, Both).Decoding);
        Assert.Equal(LabelDecoding.TransitionScores, Create(Both, LabelDecoding.TransitionScores).Decoding);
    }

    /// <summary>What is asked for is a choice of the program, not a property of the file.</summary>
    [Fact]
    public void The_file_says_what_the_model_is_not_what_was_asked_for()
    {
        var asked = Create(LabelDecoding.ArgMax, LabelDecoding.IobConstraints);
        Assert.Equal(HandmadeFile.Bytes(Create(LabelDecoding.ArgMax, null)), HandmadeFile.Bytes(asked));
        Assert.Equal(LabelDecoding.ArgMax, ElmanModel.Load(HandmadeFile.Bytes(asked)).Decoding);
        Assert.Equal(LabelDecoding.IobConstraints, ElmanModel.Load(HandmadeFile.Bytes(asked), new() { Decoding = LabelDecoding.IobConstraints }).Decoding);
    }

    [Theory]
    [InlineData(LabelDecoding.IobConstraints, null)]
    [InlineData(Both, null)]
    [InlineData(LabelDecoding.ArgMax, LabelDecoding.IobConstraints)]
    public void Constraints_of_labels_without_names_are_refused(LabelDecoding learned, LabelDecoding? asked)
    {
        var exception = Assert.Throws<ModelFormatException>(() => Create(learned, asked, withLabels: false));
        Assert.Contains("IOB scheme (expected a label set, found none)", exception.Message, StringComparison.Ordinal);
        var model = Create(learned, LabelDecoding.ArgMax, withLabels: false);
        Assert.Equal(LabelDecoding.ArgMax, model.Decoding);
        Refusal.Of(HandmadeFile.Bytes(model), new() { Decoding = asked }, "IOB scheme (expected a label set, found none)");
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax, LabelDecoding.TransitionScores)]
    [InlineData(LabelDecoding.IobConstraints, LabelDecoding.TransitionScores)]
    [InlineData(LabelDecoding.IobConstraints, Both)]
    public void Scores_that_the_model_has_not_learned_are_refused(LabelDecoding learned, LabelDecoding asked)
    {
        var exception = Assert.Throws<ModelFormatException>(() => Create(learned, asked));
        Assert.StartsWith("tensor transitions: ", exception.Message, StringComparison.Ordinal);
        Refusal.Of(HandmadeFile.Bytes(Create(learned, null)), new() { Decoding = asked }, "tensor transitions: ");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_decoding_that_there_is_not_is_refused(int decoding) =>
        Assert.Throws<ArgumentOutOfRangeException>("options", () => Create(LabelDecoding.ArgMax, (LabelDecoding)decoding));

    /// <summary>The scores of all pairs would not fit an array.</summary>
    [Fact]
    public void More_labels_than_can_be_decoded_together_are_refused()
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 16385, 1, 1, 1));
        var labels = new LabelSet(Enumerable.Range(0, 16385).Select(i => $"B-{i}"));
        var exception = Assert.Throws<ModelFormatException>(() => ElmanModel.Create(parameters, labels: labels, options: new() { Decoding = LabelDecoding.IobConstraints }));
        Assert.Contains("(expected at most 16384 labels, found 16385)", exception.Message, StringComparison.Ordinal);
    }

    private static ElmanModel Create(LabelDecoding learned, LabelDecoding? asked, bool withLabels = true) => ElmanModel.Create(
        RandomModel.Parameters(new ElmanShape(4, Labels.Count, 5, 3, 3, new(Decoding: learned)), seed: 1),
        labels: withLabels ? Labels : null,
        options: new() { Decoding = asked });
}
