using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>All that a checkpoint file holds.</summary>
/// <param name="State">Where the run is.</param>
/// <param name="Parameters">The parameters of then.</param>
/// <param name="Best">Those of the best epoch, or of the last without a validation set; null before the first has ended.</param>
/// <param name="Moments">What the optimiser remembers; null where it remembers nothing.</param>
/// <param name="Order">[sentences]: the order of the epoch that is under way, or of the last.</param>
internal sealed record CheckpointContent(CheckpointState State, ElmanParameters Parameters, ElmanParameters? Best, AdamMoments? Moments, int[] Order);
