using FastElman.Files;
using FastElman.Model;
using FastElman.Training.Runs.Schedule;
using FastElman.Validation;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>
/// The checkpoint file of a run: writes the state of the run, and reads it back with every claim of the file checked.
/// </summary>
internal sealed class RunCheckpoint(string path, RunIdentity identity)
{
    /// <summary>Keeps other runs from the file until it is let go; null where the path is a device or a pipe.</summary>
    /// <exception cref="IOException">Another run holds it, or its folder cannot be written into.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written into.</exception>
    public FileLock? Hold()
    {
        var target = OutputTarget.Find(path).Require();
        if (!target.IsFile)
        {
            return null;
        }

        try
        {
            return FileLock.Take(TemporaryName.LockBeside(target.Path));
        }
        catch (IOException e) when (FileLock.IsHeld(e))
        {
            throw new IOException(MessageText.Sanitize($"{path}: another training uses this checkpoint"), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TemporaryFile.NoFile(target.Path, e);
        }
    }

    /// <summary>Writes the state of a run whose parameters and moments are up to date.</summary>
    /// <param name="selection">The first training, which is over where the final one has begun.</param>
    /// <param name="final">The final training; null where it has not begun.</param>
    /// <param name="mayWrite">Asked at the last moment; null where it may in any case.</param>
    public void Save(RunSnapshot selection, RunSnapshot? final, Func<bool>? mayWrite)
    {
        var state = final ?? selection;
        var content = new CheckpointContent(
            new CheckpointState(
                identity,
                state.Epochs,
                state.Schedule.LearningRate,
                state.Schedule.BestF1,
                state.Place,
                state.LossSum,
                state.UpdateCount,
                state.Moments?.Steps ?? 0,
                final is null ? null : selection.Epochs),
            state.Parameters,
            state.Best,
            state.Moments,
            state.Order,
            state.Averages,
            final is null ? null : selection.Best);
        CheckpointWriter.Write(path, content, mayWrite);
    }

    /// <summary>Reads the state of a run.</summary>
    /// <param name="rules">The rules of its schedule.</param>
    /// <param name="shape">The sizes of the network.</param>
    /// <param name="data">The corpus.</param>
    /// <returns>The first training, and the final one where it has begun.</returns>
    /// <exception cref="ModelFormatException">
    /// It is not a sound checkpoint, or one of another run, or it is in a final training that is not asked for or that
    /// would begin later.
    /// </exception>
    public (RunSnapshot Selection, RunSnapshot? Final) Load(ScheduleRules rules, ElmanShape shape, TrainingData data)
    {
        var content = CheckpointReader.Read(path, shape, data.Train.Length, data.FinalSentenceCount);
        var state = content.State;
        if (identity.DifferenceFrom(state.Run) is var (name, expected, found))
        {
            throw new ModelFormatException(
                $"the checkpoint is of another run, with another {name}", path, null, expected, found);
        }

        RequireSound(content);
        if (state.Selection is not { } epochs)
        {
            return (Restore(content, ScheduleAfter(state, state.Epochs, rules)), null);
        }

        if (data.FinalTrain is null)
        {
            throw new ModelFormatException(
                "the checkpoint is in its final training, and none is asked for", path);
        }

        var schedule = ScheduleAfter(epochs, rules);
        if (!schedule.IsOver)
        {
            throw new ModelFormatException(
                "the final training of the checkpoint has begun: the first one cannot have more epochs any more",
                path,
                tensor: null,
                FormattableString.Invariant($"at most {epochs.Count} epochs"),
                FormattableString.Invariant($"{rules.Epochs}"));
        }

        Require(schedule.BestEpoch >= 0, "its first training has no best epoch");
        var selection = new RunSnapshot(content.Selected!, schedule, [.. Enumerable.Range(0, data.Train.Length)])
        {
            Averages = content.Averages is null ? null : content.Selected!.Clone(),
            Best = content.Selected!.Clone(),
            UpdateCount = (long)epochs.Count * data.Train.Length,
        };
        foreach (var epoch in epochs)
        {
            selection.Add(epoch);
        }

        var finalRules = rules.ForFinalTraining(schedule);
        return (selection, Restore(content, ScheduleAfter(state, state.Epochs, finalRules, replayed: epochs)));
    }

    private static RunSnapshot Restore(CheckpointContent content, TrainingSchedule schedule)
    {
        var state = content.State;
        var result = new RunSnapshot(content.Parameters, schedule, content.Order)
        {
            Averages = content.Averages,
            Best = content.Best,
            Moments = content.Moments,
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

    /// <summary>Refuses tensors that cannot be, and numbers that contradict each other.</summary>
    private void RequireSound(CheckpointContent content)
    {
        var (state, parameters, best, moments, order, averages, selected) = content;
        var sentenceCount = order.Length;
        RequireFinite(parameters);
        RequireFinite(best);
        RequireFinite(moments?.First);
        RequireFinite(moments?.Second);
        RequireFinite(averages);
        RequireFinite(selected);
        Require(
            moments is null
                || parameters.Shape.Tensors.All(tensor =>
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
    }

    /// <summary>
    /// The schedule that follows from the scores. Learning rate and best score in the file must agree with it.
    /// </summary>
    private TrainingSchedule ScheduleAfter(
        CheckpointState state,
        IReadOnlyList<EpochResult> epochs,
        ScheduleRules rules,
        IReadOnlyList<EpochResult>? replayed = null)
    {
        var schedule = ScheduleAfter(epochs, rules, replayed);
        Require(
            (state.LearningRate, state.BestF1) == (schedule.LearningRate, schedule.BestF1),
            "learning rate and best score do not follow from the epochs");
        return schedule;
    }

    /// <param name="epochs">Epochs in order.</param>
    /// <param name="rules">The rules of the schedule.</param>
    /// <param name="replayed">Where the epochs are of the final training, those whose scores it replays.</param>
    private TrainingSchedule ScheduleAfter(
        IReadOnlyList<EpochResult> epochs, ScheduleRules rules, IReadOnlyList<EpochResult>? replayed = null)
    {
        Require(replayed is null || epochs.Count <= rules.Epochs, "the final training has too many epochs");
        var schedule = new TrainingSchedule(rules);
        foreach (var epoch in epochs)
        {
            Require(
                IsScore(epoch.ValidationF1) && IsScore(epoch.TestF1) && double.IsFinite(epoch.Loss),
                "an epoch has an impossible score or loss");
            Require(
                replayed is null || (epoch.ValidationF1, epoch.IsBest) == (null, false),
                "an epoch of the final training has a score on the set that it learns from");
            var outcome = schedule.After(
                replayed is null ? epoch.ValidationF1 : replayed[schedule.EpochsDone].ValidationF1);
            Require(
                (epoch.Epoch, epoch.LearningRate) == (schedule.EpochsDone + 1, schedule.LearningRate)
                    && (replayed is not null || epoch.IsBest == outcome.IsBest),
                "an epoch does not follow from those before it");
            schedule = outcome.Next;
        }

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
