namespace FastElman.Benchmarks.Contest;

/// <summary>Who takes part in this run. Filled at start-up; everything runs in this one process.</summary>
public static class Participants
{
    private static readonly List<Engine> Entered = [];
    private static readonly List<string> Missing = [];

    /// <summary>
    /// All of them, in the order of the tables' columns: the first three to enter are ours, the bound and ours with
    /// another answer.
    /// </summary>
    public static IReadOnlyList<Engine> Engines => Entered;

    /// <summary>What this is all about.</summary>
    public static Engine Ours => Entered[0];

    /// <summary>What the machine allows.</summary>
    public static Engine Bound => Entered[1];

    /// <summary>
    /// Ours where only the best label's probability is asked for beside it; it joins in where peers give all
    /// probabilities.
    /// </summary>
    public static Engine OursWithConfidence => Entered[2];

    /// <summary>Everybody else.</summary>
    public static IEnumerable<Engine> Peers => Entered.Skip(3);

    /// <summary>A line for each that could not take part, with the reason.</summary>
    public static IReadOnlyList<string> Absent => Missing;

    /// <summary>Names and versions, for the head of the report.</summary>
    public static List<string> Versions { get; } = [];

    /// <summary>
    /// Adds engines; where they cannot be made on this machine, the reason is kept and the run goes on without them.
    /// </summary>
    public static void Enter(string name, Func<IEnumerable<Engine>> make)
    {
        try
        {
            Entered.AddRange(make().ToList());
        }
        // A native library that is absent, or built for a newer system, shows up as one of these.
        catch (Exception e) when (
            e is DllNotFoundException or TypeInitializationException or BadImageFormatException
                or NotSupportedException or IOException)
        {
            // One line is enough: TorchSharp tells all the places where it looked.
            Missing.Add($"{name} is absent: {(e.InnerException ?? e).Message.ReplaceLineEndings("\n").Split('\n')[0]}");
        }
    }
}
