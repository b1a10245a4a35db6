using FastElman.Simd;

namespace FastElman.Tests.Simd;

public sealed class InstructionSetsTests
{
    [Theory, EveryInstructionSet]
    public void A_name_is_known_in_any_case(InstructionSet instructionSet)
    {
        var name = instructionSet.ToString();
        Assert.Equal(instructionSet, InstructionSets.Choose(name));
        Assert.Equal(instructionSet, InstructionSets.Choose(name.ToLowerInvariant()));
        Assert.Equal(instructionSet, InstructionSets.Choose(name.ToUpperInvariant()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_name_the_fastest_is_chosen(string? name) =>
        Assert.Equal(SimdInfo.Supported[0], InstructionSets.Choose(name));

    [Theory]
    [InlineData("sse9")]
    [InlineData("avx2 ")]
    [InlineData("3")]
    public void An_unknown_name_is_refused_with_all_names_that_exist(string name)
    {
        var exception = Assert.Throws<PlatformNotSupportedException>(() => InstructionSets.Choose(name));
        Assert.Contains($"FASTELMAN_ISA={name}", exception.Message, StringComparison.Ordinal);
        foreach (var known in new[] { "scalar", "vector128", "advsimd", "avx2", "avx512" })
        {
            Assert.Contains(known, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_that_cannot_be_used_is_refused_with_what_can()
    {
        var lacking = Enum.GetValues<InstructionSet>().Except(SimdInfo.Supported).ToArray();
        Assert.NotEmpty(lacking);
        foreach (var instructionSet in lacking)
        {
            var name = instructionSet.ToString().ToLowerInvariant();
            var exception = Assert.Throws<PlatformNotSupportedException>(() => InstructionSets.Choose(name));
            Assert.StartsWith($"FASTELMAN_ISA={name}: ", exception.Message, StringComparison.Ordinal);
            var isOnProcessor = SimdInfo.OnProcessor.Contains(instructionSet);
            Assert.Contains(
                isOnProcessor ? "though the processor has it" : "this machine lacks it",
                exception.Message,
                StringComparison.Ordinal);
            Assert.EndsWith(
                Names(isOnProcessor ? SimdInfo.Supported : SimdInfo.OnProcessor),
                exception.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refusal_tells_the_machine_from_the_program()
    {
        Assert.Contains("this machine lacks it", Obstacle(false, true), StringComparison.Ordinal);
        Assert.Contains("this machine lacks it", Obstacle(false, false), StringComparison.Ordinal);
        Assert.Contains("DOTNET_Enable", Obstacle(true, true), StringComparison.Ordinal);
        Assert.Contains("IlcInstructionSet", Obstacle(true, false), StringComparison.Ordinal);

        static string Obstacle(bool isOnProcessor, bool isJustInTime) =>
            InstructionSets.Obstacle(isOnProcessor, isJustInTime);
    }

    [Fact]
    public void What_the_program_can_use_the_processor_has() =>
        Assert.All(SimdInfo.Supported, each => Assert.Contains(each, SimdInfo.OnProcessor));

    [Fact]
    public void An_instruction_set_that_this_machine_lacks_is_never_visited()
    {
        var all = Enum.GetValues<InstructionSet>().Append((InstructionSet)99);
        foreach (var instructionSet in all.Except(SimdInfo.Supported))
        {
            Assert.Throws<PlatformNotSupportedException>(() => InstructionSets.TraitsOf(instructionSet).Lanes);
        }
    }

    [Fact]
    public void Scalar_is_supported_everywhere_and_last()
    {
        Assert.Equal(InstructionSet.Scalar, InstructionSets.Supported[^1]);
        Assert.Equal(InstructionSets.Supported.Count, InstructionSets.Supported.Distinct().Count());
    }

    private static string Names(IEnumerable<InstructionSet> sets) =>
        string.Join(", ", sets.Select(each => each.ToString().ToLowerInvariant()));
}
