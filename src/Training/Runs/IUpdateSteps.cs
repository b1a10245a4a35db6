using FastElman.Training.Backpropagation;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Runs;

/// <summary>How the sentences of an epoch become updates: one by one, or in batches.</summary>
internal interface IUpdateSteps
{
    /// <summary>Makes the next update of an epoch. It does not change the state.</summary>
    /// <param name="state">Where the epoch is, with sentences left.</param>
    /// <returns>What was done; after a loss that is not finite, up to there.</returns>
    UpdateResult Next(RunSnapshot state);

    /// <summary>Removes recurrent weights, see <see cref="SentenceTrainer.Prune"/>.</summary>
    void Prune(double density);

    /// <summary>Copies the parameters, and their average where there is one, to the state.</summary>
    void CopyTo(RunSnapshot state);

    /// <summary>A copy of the moments of the optimiser; null for gradient descent.</summary>
    AdamMoments? CopyMoments();

    /// <summary>Continues from the state that a checkpoint held.</summary>
    void Continue(RunSnapshot state);

    /// <summary>Continues from other parameters, with new moments.</summary>
    void Restart(ElmanParameters parameters);
}
