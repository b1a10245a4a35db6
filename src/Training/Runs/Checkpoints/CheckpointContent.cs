using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>Everything that a checkpoint file holds.</summary>
/// <param name="State">The state besides tensors.</param>
/// <param name="Parameters">The parameters at that time.</param>
/// <param name="Best">
/// Those of the best epoch, or of the last one without a validation set; null before the first epoch has ended.
/// </param>
/// <param name="Moments">The moments of the optimiser; null for gradient descent.</param>
/// <param name="Order">[sentences]: the order of the epoch in progress, or of the last one.</param>
/// <param name="Averages">The moving average of the parameters; null where the recipe has none.</param>
/// <param name="Selected">
/// Those of the best epoch of the first training, where the other tensors are of the final training; else null.
/// </param>
internal sealed record CheckpointContent(
    CheckpointState State,
    ElmanParameters Parameters,
    ElmanParameters? Best,
    AdamMoments? Moments,
    int[] Order,
    ElmanParameters? Averages = null,
    ElmanParameters? Selected = null);
