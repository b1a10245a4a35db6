using FastElman.Fixtures;

namespace FastElman.Tests.Simd;

public sealed class SimdInfoTests
{
    /// <summary>
    /// Run with FASTELMAN_ISA=scalar, vector128 and so on, this is the proof that the suite tested what was asked for.
    /// </summary>
    [Fact]
    public void The_forced_instruction_set_is_active_else_the_fastest()
    {
        var forced = Environment.GetEnvironmentVariable(SimdInfo.EnvironmentVariable);
        var expected = string.IsNullOrEmpty(forced)
            ? SimdInfo.Supported[0]
            : Enum.Parse<InstructionSet>(forced, ignoreCase: true);
        Assert.Equal(expected, SimdInfo.Active);

        var tagger = new Tagger(
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(3, 2, 4, 2, 1), seed: 1)).Compile());
        Assert.Equal(expected, tagger.InstructionSet);
    }

    [Theory, EveryInstructionSet]
    public void The_options_decide_which_kernels_a_tagger_runs(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(new ElmanShape(3, 2, 4, 2, 1), seed: 1);
        var model = ElmanModel.Create(parameters).Compile(new CompileOptions { InstructionSet = instructionSet });
        Assert.Equal(instructionSet, model.InstructionSet);
        Assert.Equal(instructionSet, new Tagger(model).InstructionSet);
    }

    [Fact]
    public void An_instruction_set_that_this_machine_lacks_makes_no_model()
    {
        var parameters = RandomModel.Parameters(new ElmanShape(3, 2, 4, 2, 1), seed: 1);
        var lacking = Enum.GetValues<InstructionSet>().Except(SimdInfo.Supported);
        foreach (var instructionSet in lacking)
        {
            var exception = Assert.Throws<PlatformNotSupportedException>(
                () => ElmanModel.Create(parameters).Compile(new CompileOptions { InstructionSet = instructionSet }));
            Assert.Contains(instructionSet.ToString(), exception.Message, StringComparison.Ordinal);
        }
    }
}
