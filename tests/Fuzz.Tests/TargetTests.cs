using FastElman.Fuzz.Inputs;
using FastElman.Fuzz.Running;
using FastElman.Fuzz.Targets;

namespace FastElman.Fuzz.Tests;

/// <summary>What fuzzing begins with, and what it has found.</summary>
public sealed class TargetTests
{
    private const int MutatedInputs = 300;

    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var target in FuzzTargets.All)
            {
                names.Add(target.Name);
                target.Dispose();
            }

            return names;
        }
    }

    [Fact]
    public void Each_target_has_a_name_of_its_own() =>
        Assert.Equal(Names.Count, Names.Select(row => row.Data).Distinct().Count());

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_wrong_with_the_sound_inputs(string name)
    {
        using var target = FuzzTargets.Named(name);
        Assert.All(target.Seeds(), input => Assert.Null(Execution.Of(target, input).Fault));
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_wrong_with_what_found_a_fault_once(string name)
    {
        using var target = FuzzTargets.Named(name);
        Assert.All(KeptInputs.Of(name), input => Assert.Null(Execution.Of(target, input).Fault));
    }

    /// <summary>A few inputs whatever the time is: `Fuzz run` gives as many as there is time for.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_wrong_with_some_mutated_inputs(string name)
    {
        using var target = FuzzTargets.Named(name);
        byte[][] seeds = [.. target.Seeds()];
        var mutator = new Mutator(seed: 1, target.Tokens);
        var count = name == "differential" ? MutatedInputs / 30 : MutatedInputs;
        for (var i = 0; i < count; i++)
        {
            var input = mutator.Mutate(seeds[i % seeds.Length], seeds[^1]);
            var fault = Execution.Of(target, input).Fault;
            Assert.True(fault is null, $"{fault}: {Convert.ToHexString(input)}");
        }
    }

    [Fact]
    public void Kept_inputs_belong_to_targets()
    {
        var folders = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Corpus"));
        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.Contains(Path.GetFileName(folder), Names.Select(row => row.Data)));
    }
}
