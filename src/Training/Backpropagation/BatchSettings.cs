namespace FastElman.Training.Backpropagation;

/// <summary>What a <see cref="BatchTrainer"/> does besides computing gradients.</summary>
/// <param name="LabelSmoothing">The share of every word's target that all labels share, 0 to below 1.</param>
/// <param name="Teaching">The weight of the teachers in every word's target, 0 to 1; 0 without teachers.</param>
/// <param name="Dropout">What dropout drops.</param>
/// <param name="AveragingDecay">What the average keeps of itself in an update, 0 to below 1.</param>
/// <param name="FreezesEmbeddings">Whether the embeddings stay as they are.</param>
internal readonly record struct BatchSettings(
    float LabelSmoothing, float Teaching, DropoutRates Dropout, double AveragingDecay, bool FreezesEmbeddings);
