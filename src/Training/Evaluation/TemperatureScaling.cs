using System.Globalization;
using FastElman.Training.Embeddings;
using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>
/// Finds the temperature with which the probabilities of a model agree best with a set that it did not learn from.
/// </summary>
/// <remarks>
/// Temperature scaling: C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, section 4.2. The same
/// model, corpus and machine give the same temperature.
/// </remarks>
public static class TemperatureScaling
{
    /// <summary>The lowest temperature that <see cref="Fit"/> tries.</summary>
    public const float LowestTemperature = 0.1f;

    /// <summary>The highest temperature that it tries.</summary>
    public const float HighestTemperature = 10f;

    /// <summary>
    /// Of ln T. The likelihood of a thousand tokens changes by less than the rounding of their probabilities within it.
    /// </summary>
    private const double Tolerance = 1e-3;

    /// <summary>
    /// Finds the temperature that minimises <see cref="ConfidenceEvaluation.NegativeLogLikelihood"/> on a set.
    /// </summary>
    /// <param name="model">A model with words and labels; its own temperature does not matter.</param>
    /// <param name="corpus">The corpus, in any form.</param>
    /// <param name="set">The set: not that which the model learned from, on which it is too sure of itself.</param>
    /// <param name="decoding">How labels are decoded; null for the model's own decoding.</param>
    /// <returns>
    /// The temperature with four significant digits, for <see cref="ElmanModel.WithTemperature"/>; one of the ends of
    /// the range where the likelihood still grows there, such as on a set on which the model is always right.
    /// </returns>
    /// <exception cref="ArgumentException">The model has no words or no labels.</exception>
    /// <exception cref="CorpusFormatException">
    /// The corpus has no such set or it is empty, an index is out of range, or a word is unknown for a vocabulary
    /// without <c>&lt;UNK&gt;</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    /// <exception cref="NotSupportedException">The model cannot be decoded so.</exception>
    public static float Fit(
        ElmanModel model, Corpus corpus, CorpusSet set = CorpusSet.Validation, LabelDecoding? decoding = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(corpus);
        var reader = UnknownCorpusWords.AddTo(model, corpus, set);
        var sentences = CalibrationSet.Of(reader, corpus, set);
        if (sentences.IsEmpty)
        {
            throw corpus.Refusal("the set to fit the temperature on is empty");
        }

        // No table of projected embeddings: it would be made anew for every temperature.
        var options = new CompileOptions { Decoding = decoding, ProjectionBudget = 0 };
        var (low, high) = (Math.Log(LowestTemperature), Math.Log(HighestTemperature));
        var best = GoldenSection.Minimize(
            logarithm => sentences.NegativeLogLikelihood(
                reader.WithTemperature((float)Math.Exp(logarithm)).Compile(options)),
            low,
            high,
            Tolerance);
        if (best - low < Tolerance)
        {
            return LowestTemperature;
        }

        return high - best < Tolerance
            ? HighestTemperature
            : float.Parse(
                Math.Exp(best).ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
