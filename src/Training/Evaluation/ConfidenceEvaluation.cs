using System.Globalization;
using FastElman.Training.Embeddings;
using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>
/// How far the confidence of a model can be trusted on a set of a corpus: its calibration, and what a least confidence
/// costs and gains.
/// </summary>
/// <remarks>
/// A token is right if its label is that of the corpus. A slot is right if the corpus has one of the same name at the
/// same words; its confidence is that of <see cref="Slot.Confidence"/>. No boundary tokens are counted. Immutable and
/// thread-safe.
/// </remarks>
public sealed class ConfidenceEvaluation
{
    private readonly float[] _slotConfidence;
    private readonly bool[] _slotIsRight;
    private readonly long _goldSlotCount;

    internal ConfidenceEvaluation(
        float temperature,
        double negativeLogLikelihood,
        Reliability tokens,
        IEnumerable<(float Confidence, bool IsRight)> slots,
        long goldSlotCount)
    {
        (float Confidence, bool IsRight)[] found = [.. slots];
        _slotConfidence = Array.ConvertAll(found, slot => slot.Confidence);
        _slotIsRight = Array.ConvertAll(found, slot => slot.IsRight);
        _goldSlotCount = goldSlotCount;
        Temperature = temperature;
        NegativeLogLikelihood = negativeLogLikelihood;
        Tokens = tokens;
        Slots = new Reliability(_slotConfidence, _slotIsRight);
    }

    /// <summary>The temperature of the model: <see cref="ElmanModel.Temperature"/>.</summary>
    public float Temperature { get; }

    /// <summary>
    /// The mean over the tokens of −ln p, where p is the probability of the right label: among the labels of its word
    /// where words are labelled by themselves, else in all label sequences that the decoding allows. Tokens whose right
    /// label the model does not have are left out.
    /// </summary>
    public double NegativeLogLikelihood { get; }

    /// <summary>The confidence of the labels of all tokens.</summary>
    public Reliability Tokens { get; }

    /// <summary>The confidence of the slots that the model finds.</summary>
    public Reliability Slots { get; }

    /// <summary>Labels a set of a corpus with a model and compares confidence with what is right.</summary>
    /// <param name="model">A model with words and labels.</param>
    /// <param name="corpus">The corpus, in any form.</param>
    /// <param name="set">The set to label.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentException">The model has no words or no labels.</exception>
    /// <exception cref="CorpusFormatException">
    /// The corpus has no such set, an index out of range, or an unknown word for a vocabulary without
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public static ConfidenceEvaluation Evaluate(CompiledModel model, Corpus corpus, CorpusSet set = CorpusSet.Test)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(corpus);
        var reader = UnknownCorpusWords.AddTo(model, corpus, set);
        return CalibrationSet.Of(reader.Model, corpus, set).Evaluate(reader);
    }

    /// <summary>The slots that are left where those below a confidence are left out.</summary>
    /// <param name="minimumConfidence">The least confidence, 0 to 1.</param>
    /// <returns>How many are left, and how well they agree with the corpus.</returns>
    public CoverageScore AtLeast(float minimumConfidence)
    {
        var (kept, right) = (0L, 0L);
        for (var i = 0; i < _slotConfidence.Length; i++)
        {
            if (!(_slotConfidence[i] < minimumConfidence))
            {
                kept++;
                right += _slotIsRight[i] ? 1 : 0;
            }
        }

        return new CoverageScore(
            minimumConfidence, _slotConfidence.Length, new SlotScore("", right, _goldSlotCount, kept));
    }

    /// <summary>The temperature, the likelihood and both calibration errors.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"temperature {Temperature}, negative log-likelihood {NegativeLogLikelihood:F4}, expected calibration error "
        + $"{Tokens.ExpectedCalibrationError:F4} (tokens), {Slots.ExpectedCalibrationError:F4} (slots)");
}
