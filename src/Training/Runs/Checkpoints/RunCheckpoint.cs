using FastElman.Model;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>
/// The checkpoint file of a run: writes the state of the run, and reads it back with every claim of the file checked.
/// </summary>
internal sealed class RunCheckpoint(string path, RunIdentity identity)
{
    /// <summary>Writes a state whose parameters and moments are up to date.</summary>
    public void Save(RunSnapshot state) => CheckpointWriter.Write(path, new CheckpointContent(
        new CheckpointState(
            identity,
            state.Epochs,
            state.Schedule.LearningRate,
            state.Schedule.BestF1,
            state.Place,
            state.LossSum,
            state.UpdateCount,
            state.Moments?.Steps ?? 0),
        state.Parameters,
        state.Best,
        state.Moments,
        state.Order));

    /// <summary>Reads the state of a run with these rules, this shape and this number of training sentences.</summary>
    /// <exception cref="ModelFormatException">It is not a sound checkpoint, or one of another run.</exception>
    public RunSnapshot Load(ScheduleRules rules, ElmanShape shape, int sentenceCount)
    {
        var (state, parameters, best, moments, order) = CheckpointReader.Read(path, shape, sentenceCount);
        if (identity.DifferenceFrom(state.Run) is var (name, expected, found))
        {
            throw new ModelFormatException(
                $"the checkpoint is of another run, with another {name}", path, null, expected, found);
        }

        RequireFinite(parameters);
        RequireFinite(best);
        RequireFinite(moments?.First);
        RequireFinite(moments?.Second);
        Require(
            moments is null
                || shape.Tensors.All(tensor =>
                    !moments.Second[tensor].ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon)),
            "a mean of squares is negative");
        Require(
            state.OptimizerSteps >= 0 && state.OptimizerSteps <= state.Updates,
            "the optimiser has made more steps than there were");
        Require(
            order.Order().SequenceEqual(Enumerable.Range(0, sentenceCount)),
            "the order does not have each sentence once");
        Require(state.Place >= 0 && state.Place <= sentenceCount, "the place lies beyond the epoch's end");
        Require(
            state.Updates == ((long)state.Epochs.Count * sentenceCount) + state.Place,
            "the number of updates is not that of the epochs and the place");
        Require(double.IsFinite(state.LossSum), "the sum of losses is not finite");
        var result = new RunSnapshot(parameters, ScheduleAfter(state, rules), order)
        {
            Best = best,
            Moments = moments,
            Place = state.Place,
            LossSum = state.LossSum,
            UpdateCount = state.Updates,
        };
        foreach (var epoch in state.Epochs)
        {
            result.Add(epoch);
        }

        return result;
    }

    /// <summary>
    /// The schedule that follows from the scores. Learning rate and best score in the file must agree with it.
    /// </summary>
    private TrainingSchedule ScheduleAfter(CheckpointState state, ScheduleRules rules)
    {
        var schedule = new TrainingSchedule(rules);
        foreach (var epoch in state.Epochs)
        {
            Require(
                IsScore(epoch.ValidationF1) && IsScore(epoch.TestF1) && double.IsFinite(epoch.Loss),
                "an epoch has an impossible score or loss");
            var outcome = schedule.After(epoch.ValidationF1);
            Require(
                (epoch.Epoch, epoch.LearningRate, epoch.IsBest) == (
                    schedule.EpochsDone + 1, schedule.LearningRate, outcome.IsBest),
                "an epoch does not follow from those before it");
            schedule = outcome.Next;
        }

        Require(
            (state.LearningRate, state.BestF1) == (schedule.LearningRate, schedule.BestF1),
            "learning rate and best score do not follow from the epochs");
        return schedule;

        static bool IsScore(double? score) => score is null or (>= 0 and <= 100);
    }

    private void RequireFinite(ElmanParameters? parameters)
    {
        if (parameters?.FindNonFinite() is var (tensor, index))
        {
            throw new ModelFormatException(
                $"the value at index {index} is not finite",
                path,
                tensor.FileName(),
                "finite values",
                $"{parameters[tensor][index]}");
        }
    }

    private void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new ModelFormatException($"the checkpoint contradicts itself: {problem}", path);
        }
    }
}
