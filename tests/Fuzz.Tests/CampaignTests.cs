using FastElman.Fixtures;
using FastElman.Fuzz.Inputs;
using FastElman.Fuzz.Running;
using FastElman.Fuzz.Targets;

namespace FastElman.Fuzz.Tests;

/// <summary>Fuzzing itself: what is planted is found.</summary>
public sealed class CampaignTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        byte[] input = [.. "words 1 2 300\n"u8];
        var (one, other) = (new Mutator(7, ["token"u8.ToArray()]), new Mutator(7, ["token"u8.ToArray()]));
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(one.Mutate(input, input), other.Mutate(input, input));
        }
    }

    [Fact]
    public void A_fault_behind_several_refusals_is_found_and_its_input_kept()
    {
        using var target = new PlantedTarget(input => input is [(byte)'{', _, (byte)'"', .. var rest]
            ? throw new InvalidOperationException($"{rest.Length}")
            : throw new FormatException("refused"));

        var campaign = RunFor(target);

        Assert.Equal(1, campaign.FindingCount);
        var kept = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.Contains("InvalidOperationException", Execution.Of(target, File.ReadAllBytes(kept)).Fault);
    }

    [Theory]
    [InlineData("two\nlines", "line breaks")]
    [InlineData("a bell \u0007", "control characters")]
    [InlineData("turned \u202E round", "marks of direction")]
    [InlineData(" ", "empty")]
    [InlineData("expected nothing", "nothing of what was expected")]
    public void A_message_that_cannot_be_shown_is_a_fault(string message, string problem)
    {
        using var target = new PlantedTarget(_ => throw new FormatException(message));
        Assert.Contains(problem, Execution.Of(target, []).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_an_end_is_a_fault()
    {
        using var target = new PlantedTarget(_ => throw new FormatException(new string('x', 10_000)));
        Assert.Contains("10000 characters", Execution.Of(target, []).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_beyond_what_the_input_justifies_is_a_fault()
    {
        using var target = new PlantedTarget(_ => new byte[2 << 20].Length);
        Assert.Contains("allocated", Execution.Of(target, []).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_input_that_is_being_run_is_in_a_file()
    {
        var current = Array.Empty<byte>();
        using var found = new FoundInputs(_folder.Path, "planted");
        using var target = new PlantedTarget(input =>
        {
            using var stream = new FileStream(
                found.CurrentFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            current = new byte[sizeof(int) + input.Length];
            stream.ReadExactly(current);
            return 0;
        });
        new Campaign(target, seed: 1, found).Run(TimeSpan.Zero);

        Assert.Equal([2, 0, 0, 0, (byte)'{', (byte)'}'], current);
    }

    [Fact]
    public void Processes_that_share_a_folder_do_not_cut_the_file_that_another_has_mapped()
    {
        using var first = new FoundInputs(_folder.Path, "planted");
        using (var second = new FoundInputs(_folder.Path, "planted"))
        {
            Assert.NotEqual(first.CurrentFile, second.CurrentFile);
            second.Begin([2]);
            first.Begin([1]);
        }

        Assert.Equal([first.CurrentFile], Directory.GetFiles(_folder.Path));
    }

    private Campaign RunFor(FuzzTarget target)
    {
        using var found = new FoundInputs(_folder.Path, target.Name);
        var campaign = new Campaign(target, seed: 3, found);
        for (var second = 0; second < 20 && campaign.FindingCount == 0; second++)
        {
            campaign.Run(TimeSpan.FromSeconds(1));
        }

        return campaign;
    }

    /// <summary>Does what a test says.</summary>
    private sealed class PlantedTarget(Func<byte[], int> run) : FuzzTarget("planted")
    {
        public override IEnumerable<byte[]> Seeds() => ["{}"u8.ToArray()];

        public override IReadOnlyList<byte[]> Tokens { get; } = ["\""u8.ToArray()];

        public override int Run(byte[] input) => run(input);

        public override bool IsRefusal(Exception exception) => exception is FormatException;
    }
}
