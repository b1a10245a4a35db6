using System.Diagnostics;
using FastElman.Fuzz.Inputs;
using FastElman.Fuzz.Targets;

namespace FastElman.Fuzz.Running;

/// <summary>
/// Fuzzing of one target within this process: inputs are mutated, and those of a new kind are kept and mutated in
/// turn. What is new is told by where a refusal comes from and by what was read, so that nothing has to be
/// instrumented.
/// </summary>
internal sealed class Campaign(FuzzTarget target, int seed, FoundInputs found)
{
    /// <summary>Of different kinds: more are hardly read.</summary>
    private const int MostFindings = 20;

    private readonly List<byte[]> _inputs = [];
    private readonly HashSet<int> _kinds = [];
    private readonly Mutator _mutator = new(seed, target.Tokens);

    /// <summary>Inputs that were given to the target.</summary>
    public long ExecutionCount { get; private set; }

    /// <summary>Kinds of inputs seen.</summary>
    public int KindCount => _kinds.Count;

    /// <summary>Kinds of inputs at which something was wrong; each is reported once.</summary>
    public int FindingCount { get; private set; }

    /// <summary>
    /// Gives the target its sound inputs, those that were kept, and mutated ones until the time is over.
    /// </summary>
    /// <param name="time">How long; the sound inputs and those kept are given in any case.</param>
    public void Run(TimeSpan time)
    {
        foreach (var seedInput in target.Seeds())
        {
            _inputs.Add(seedInput);
            Give(seedInput);
        }

        foreach (var kept in KeptInputs.Of(target.Name))
        {
            _inputs.Add(kept);
            Give(kept);
        }

        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time && FindingCount < MostFindings)
        {
            var input = _mutator.Mutate(Any(), Any());
            if (Give(input))
            {
                _inputs.Add(input);
            }
        }
    }

    private byte[] Any() => _inputs[_mutator.Below(_inputs.Count)];

    /// <summary>Whether the input was of a new kind, and nothing was wrong with it.</summary>
    private bool Give(byte[] input)
    {
        ExecutionCount++;
        found.Begin(input);
        var execution = Execution.Of(target, input);
        var isNew = _kinds.Add(execution.Kind);
        if (isNew && execution.Fault is { } fault)
        {
            FindingCount++;
            found.Keep(input, fault);
        }

        return isNew && execution.Fault is null;
    }
}
