using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>What a run needs of whoever does the steps: parameters in float, changed by one sentence at a time.</summary>
/// <remarks>The same parameters, memory, sentence and rate give the same parameters: that is what makes a resumed run end as it would have.</remarks>
internal interface ISentenceTrainer
{
    /// <summary>The sizes of the network.</summary>
    ElmanShape Shape { get; }

    /// <summary>One step, then every embedding to length 1.</summary>
    /// <param name="words">The words [n], at least one: −1, or 0 to the padding row.</param>
    /// <param name="labels">Their labels [n].</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <returns>The mean negative log-likelihood before the step.</returns>
    double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate);

    /// <summary>Copies the parameters out.</summary>
    void CopyTo(ElmanParameters target);

    /// <summary>A copy of what the optimiser remembers of the steps so far; null where it remembers nothing.</summary>
    AdamMoments? CopyMoments();

    /// <summary>Goes on from other parameters and another memory of the optimiser, which are copied; where there is none it begins anew.</summary>
    void Restore(ElmanParameters source, AdamMoments? moments);
}
