namespace FastElman.Training;

/// <summary>
/// The recipes: learning rates, order of the sentences, label smoothing, and choice of the best epoch.
/// </summary>
public enum TrainingRecipe
{
    /// <summary>
    /// What the tutorial intends, with changes that make the same network better. Sentences get a new order in each
    /// epoch; the learning rate starts high and falls by 7 % after each epoch; labels are smoothed; the best parameters
    /// by F1 on the validation set are kept unchanged. After ten epochs without a better score training continues from
    /// them with half the learning rate, and waits ten epochs again.
    /// </summary>
    Corrected,

    /// <summary>
    /// Exactly what the tutorial's <c>rnnslu.py</c> does. The same permutation is applied again before each epoch;
    /// scores are compared with two decimals; from the tenth epoch without a better score the learning rate is halved
    /// after every epoch. Its <c>rnn = best_rnn</c> makes both names refer to one network: after the best parameters
    /// were restored once, they are not restored again before a better score. The model of a run is what the tutorial
    /// saves, the parameters of the best epoch.
    /// </summary>
    Tutorial,

    /// <summary>
    /// For corpora with words that training has not seen, and for whoever can wait a little longer: Adam on batches of
    /// sentences, dropout of words, inputs and outputs, a moving average of the parameters as the model
    /// (<see cref="RegularizationOptions"/>), and a learning rate that falls to a hundredth of its first value in a
    /// straight line, over all epochs. The last epoch counts as the best one: scores on a validation set say less than
    /// the learning rate about which epoch is. Labels are smoothed, and sentences get a new order in each epoch. The
    /// optimiser moves only the embeddings of words that the batch has, and embeddings are not divided by their norm.
    /// The initial weights are scaled by the sizes of the network.
    /// </summary>
    Regularized,
}
