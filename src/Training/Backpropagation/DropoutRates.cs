namespace FastElman.Training.Backpropagation;

/// <summary>The shares of values that dropout sets to 0 in the training step of a sentence.</summary>
/// <param name="Inputs">Of the dimensions of all embeddings, the same ones at every word; 0 to below 1.</param>
/// <param name="Outputs">Of the hidden units where the labels are computed from them; 0 to below 1.</param>
/// <param name="Subwords">Of the subwords of each word, in all sentences of a batch; 0 to below 1.</param>
internal readonly record struct DropoutRates(double Inputs, double Outputs, double Subwords = 0);
