using FastElman.Fixtures;
using FastElman.Network;

namespace FastElman.Tests.Network;

/// <summary>Everything that one run over a sentence gives, the hidden states included.</summary>
internal sealed record ForwardRun(int[] Labels, float[] Probabilities, float[] Hidden)
{
    public static ForwardRun Of(CompiledModel model, ReadOnlySpan<int> words)
    {
        var run = new ForwardRun(
            new int[words.Length],
            new float[words.Length * model.Shape.LabelCount],
            new float[words.Length * model.Shape.OutputDepth]);
        var forward = ForwardPass.Create(model.Network, model.InstructionSet);
        var output = new ForwardOutput(run.Labels, run.Probabilities, run.Hidden);
        forward.Run(words, output, new SentenceWorkspace(model.Network));
        return run;
    }

    public static CompiledModel Model(ElmanParameters parameters, InstructionSet instructionSet) =>
        ElmanModel.Create(parameters).Compile(new CompileOptions { InstructionSet = instructionSet });

    /// <summary>The bits of both runs are the same.</summary>
    public static void AssertSame(ForwardRun expected, ForwardRun actual)
    {
        Assert.Equal(expected.Labels, actual.Labels);
        Fixtures.Bits.AssertEqual(expected.Probabilities, actual.Probabilities, "probabilities");
        Fixtures.Bits.AssertEqual(expected.Hidden, actual.Hidden, "hidden");
    }
}
