namespace FastElman.Training;

/// <summary>The two ways to train.</summary>
public enum TrainingRecipe
{
    /// <summary>
    /// What the tutorial means, and what makes the same network better: sentences in a fresh order each epoch; a learning rate that begins
    /// high and falls by 7 % after each epoch; smoothed labels; the best parameters by F1 on the validation set kept as they were; where
    /// ten epochs bring nothing better, back to them with half the learning rate, and ten more epochs' patience.
    /// </summary>
    Corrected,

    /// <summary>
    /// What the tutorial's <c>rnnslu.py</c> does, to the letter: the same permutation applied anew before each epoch; scores compared
    /// with two decimals; from the tenth epoch without a better one the learning rate halved after every epoch. Its
    /// <c>rnn = best_rnn</c> makes both names one network: after it has gone back to the best parameters once, it does not do so again
    /// before a better score. The model that comes of a run is what the tutorial saves: the parameters of the best epoch.
    /// </summary>
    Tutorial,
}
