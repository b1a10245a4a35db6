using FastElman.Training.Backpropagation;
using FastElman.Training.Validation;

namespace FastElman.Training.Runs.Schedule;

/// <summary>
/// When a run prunes its recurrent weights, and to which density: in <see cref="StepCount"/> steps, each of which
/// leaves the same share of what the step before has left.
/// </summary>
/// <param name="Density">The density after the last step, above 0 and below 1.</param>
/// <param name="First">The first step is made before this epoch, counted from 0.</param>
/// <param name="Second">The second step likewise; not before the first one.</param>
/// <param name="Last">The last step likewise; not before the second one.</param>
/// <param name="Start">The density from which the steps fall: below 1 for a model that is sparse already.</param>
internal sealed record PruningSchedule(double Density, int First, int Second, int Last, double Start = 1)
{
    /// <summary>Steps from dense to the density asked for.</summary>
    private const int StepCount = 3;

    /// <summary>
    /// Epochs between two steps, and before the first one: so many that the weights show which of them matter, and so
    /// few that the learning rate is still high when the rest has to make up for what was removed.
    /// </summary>
    private const int Interval = 4;

    /// <summary>A short run makes its last step after half of its epochs.</summary>
    private const int ShareOfEpochs = 2 * StepCount;

    /// <summary>
    /// The schedule of a run; null for one that prunes nothing. From 24 epochs on it does not depend on their number,
    /// so a run can be resumed with more.
    /// </summary>
    public static PruningSchedule? Of(TrainingOptions options)
    {
        var first = options.PrunesAtOnce ? 0 : 1;
        return options.Density < 1
            ? new PruningSchedule(options.Density, Step(first), Step(first + 1), Step(first + 2), options.StartDensity)
            : null;

        int Step(int number) => Math.Min(Interval * number, (int)((long)options.Epochs * number / ShareOfEpochs));
    }

    /// <summary>Refuses a density with which a network would not be pruned.</summary>
    /// <param name="density">Above 0, at most 1.</param>
    /// <param name="depth">Rows of wh.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 and keeps every row.</exception>
    public static void RequirePruned(double density, int depth) => OptionCheck.Require(
        density >= 1 || RecurrentMask.KeptRows(depth, density) < depth,
        nameof(TrainingOptions.Density),
        density,
        FormattableString.Invariant(
            $"it prunes nothing, because it keeps {(depth == 1 ? "the only row" : $"all {depth} rows")} of wh"));

    /// <summary>The density of an epoch, counted from 0; 1 before the first step.</summary>
    public double DensityOf(int epoch)
    {
        var steps = (epoch >= First ? 1 : 0) + (epoch >= Second ? 1 : 0) + (epoch >= Last ? 1 : 0);
        return steps == StepCount ? Density : Start * Math.Pow(Density / Start, (double)steps / StepCount);
    }

    /// <summary>Whether an epoch, counted from 0, has the density asked for.</summary>
    public bool IsCompleteIn(int epoch) => epoch >= Last;

    /// <summary>
    /// The density and when the steps are made, as checkpoints record them: this text must never change.
    /// </summary>
    /// <returns>Such as <c>0.3 in steps after 4, 8 and 12 epochs</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{Density} in steps after {First}, {Second} and {Last} epochs");
}
