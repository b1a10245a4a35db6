namespace FastElman;

/// <summary>
/// What a call that tags text, or a stream of words, has counted on its way: how well the model knows the text, and
/// what it left out.
/// </summary>
public readonly record struct TextStatistics
{
    /// <summary>Tokens that were labelled.</summary>
    public int TokenCount { get; internal init; }

    /// <summary>
    /// Tokens that the vocabulary does not have, for which the model sees <see cref="Vocabulary.UnknownWord"/>.
    /// </summary>
    public int UnknownTokenCount { get; internal init; }

    /// <summary>
    /// Tokens whose label a product in bytes left open, so that products in floats decided; where bytes decided nothing
    /// in most of the words before, also tokens for which they were not tried. Bytes are tried only where the model
    /// uses them (<see cref="CompiledModelDiagnostics.UsesByteArgMax"/>), and not where words are labelled by
    /// themselves with their confidence: that takes floats for every token, and the count is 0. Tokens that are decoded
    /// together as learned transitions demand are not counted either.
    /// </summary>
    public int RescoredTokenCount { get; internal init; }

    /// <summary>
    /// Slots below <see cref="CompiledModel.MinimumConfidence"/>, which were left out; 0 where no slots were asked for.
    /// </summary>
    public int OmittedSlotCount { get; internal init; }
}
