using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tests.Files;

namespace FastElman.Tests.Tagging;

public sealed class CompiledModelTests
{
    private static readonly LabelSet LabelNames = new(["O", "B-x", "I-x"]);

    [Fact]
    public void The_decoding_is_the_models_unless_another_is_asked_for()
    {
        foreach (var learned in Enum.GetValues<LabelDecoding>())
        {
            var model = Model(learned);
            Assert.Equal(learned, model.Compile().Decoding);
            foreach (var asked in (LabelDecoding[])[LabelDecoding.ArgMax, LabelDecoding.Iob])
            {
                var compiled = model.Compile(new CompileOptions { Decoding = asked });
                Assert.Equal(asked, compiled.Decoding);
                Assert.Equal(asked == LabelDecoding.ArgMax, compiled.CanStream);
                Assert.Same(model, compiled.Model);
            }
        }

        Assert.Equal(
            LabelDecoding.IobTransitions, Compile(LabelDecoding.Transitions, LabelDecoding.IobTransitions).Decoding);
        Assert.Equal(
            LabelDecoding.Transitions, Compile(LabelDecoding.IobTransitions, LabelDecoding.Transitions).Decoding);
    }

    [Fact]
    public void A_model_can_stream_unless_labels_depend_on_later_words() =>
        Assert.All(ModelSample.AllDecodings, each => Assert.Equal(
            each.Variant.Kind != NetworkKind.Bidirectional && each.Decoding == LabelDecoding.ArgMax,
            HandmadeFile.Model(variant: each.Variant, decoding: each.Decoding).Compile().CanStream));

    [Theory]
    [InlineData(LabelDecoding.Iob, null)]
    [InlineData(LabelDecoding.IobTransitions, null)]
    [InlineData(LabelDecoding.ArgMax, LabelDecoding.Iob)]
    public void IOB_decoding_needs_labels_by_name(LabelDecoding learned, LabelDecoding? asked)
    {
        var exception = Assert.Throws<NotSupportedException>(() => Compile(learned, asked, withLabels: false));
        Assert.Contains("(expected a label set, found none)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(LabelDecoding.ArgMax, Compile(learned, LabelDecoding.ArgMax, withLabels: false).Decoding);
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax, LabelDecoding.Transitions)]
    [InlineData(LabelDecoding.Iob, LabelDecoding.Transitions)]
    [InlineData(LabelDecoding.Iob, LabelDecoding.IobTransitions)]
    public void Scores_that_the_model_has_not_learned_are_refused(LabelDecoding learned, LabelDecoding asked) =>
        Assert.Contains(
            "transitions",
            Assert.Throws<NotSupportedException>(() => Compile(learned, asked)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void More_labels_than_can_be_decoded_together_are_refused()
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 16385, 1, 1, 1));
        var model = ElmanModel.Create(
            parameters, labels: new LabelSet(Enumerable.Range(0, 16385).Select(i => $"B-{i}")));
        var exception = Assert.Throws<NotSupportedException>(
            () => model.Compile(new CompileOptions { Decoding = LabelDecoding.Iob }));
        Assert.Contains(
            "(expected at most 16384 labels, found 16385)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_do_not_exist_are_refused()
    {
        foreach (var options in (CompileOptions[])
            [
                new() { Decoding = (LabelDecoding)4 },
                new() { Decoding = (LabelDecoding)(-1) },
                new() { Precision = (WeightPrecision)99 },
                new() { InstructionSet = (InstructionSet)99 },
                new() { ProjectionBudget = -1 },
            ])
        {
            Assert.Throws<ArgumentOutOfRangeException>("options", () => Model(LabelDecoding.ArgMax).Compile(options));
        }
    }

    [Fact]
    public void Options_that_change_later_have_no_effect()
    {
        var options = new CompileOptions { ProjectionBudget = 0 };
        var compiled = Model(LabelDecoding.ArgMax).Compile(options);
        options.ProjectionBudget = CompileOptions.DefaultProjectionBudget;
        options.Decoding = LabelDecoding.Iob;
        Assert.False(compiled.Diagnostics.UsesProjectedEmbeddings);
        Assert.Equal(LabelDecoding.ArgMax, compiled.Decoding);
    }

    private static CompiledModel Compile(LabelDecoding learned, LabelDecoding? asked, bool withLabels = true) =>
        Model(learned, withLabels).Compile(new CompileOptions { Decoding = asked });

    private static ElmanModel Model(LabelDecoding learned, bool withLabels = true) => ElmanModel.Create(
        RandomModel.Parameters(
            new ElmanShape(4, LabelNames.Count, 5, 3, 3, new(HasTransitions: learned.UsesTransitions())), seed: 1),
        labels: withLabels ? LabelNames : null,
        decoding: learned);
}
