using System.Globalization;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Evaluation;

/// <summary>The figures about confidence that <c>evaluate</c> and <c>calibrate</c> print.</summary>
internal static class CalibrationTables
{
    private static readonly float[] Thresholds = [0f, 0.5f, 0.8f, 0.9f, 0.95f, 0.99f];

    /// <summary>Likelihood and calibration errors, a line for each temperature.</summary>
    /// <param name="evaluations">A model at one temperature or several, on the same set.</param>
    /// <param name="streams">Standard output receives the table.</param>
    public static void WriteErrors(IReadOnlyList<ConfidenceEvaluation> evaluations, StandardStreams streams)
    {
        streams.WriteProse(string.Create(
            CultureInfo.InvariantCulture,
            $"calibration of {evaluations[0].Tokens.Count} tokens and {evaluations[0].Slots.Count} slots found; "
            + $"expected calibration error (ECE) over {Reliability.BinCount} bins of equal width"));
        var output = streams.Output;
        output.WriteLine("temperature      NLL  ECE tokens  ECE slots");
        foreach (var each in evaluations)
        {
            var (tokens, slots) = (each.Tokens.ExpectedCalibrationError, each.Slots.ExpectedCalibrationError);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{each.Temperature,11:0.####}  {each.NegativeLogLikelihood,7:F4}  {tokens,10:F4}  {slots,9:F4}"));
        }
    }

    /// <summary>What slots below a confidence cost and gain where they are left out.</summary>
    /// <param name="evaluation">A model on a set.</param>
    /// <param name="output">Receives the table.</param>
    public static void WriteCoverage(ConfidenceEvaluation evaluation, TextWriter output)
    {
        output.WriteLine("minimum confidence    slots  coverage  precision   recall       F1");
        foreach (var threshold in Thresholds)
        {
            var kept = evaluation.AtLeast(threshold);
            var (score, coverage) = (kept.Score, Percent.Format(kept.Coverage));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{threshold,18:F2}  {score.PredictedCount,7}  {coverage,7}%  {Percent.Format(score.Precision),8}%  "
                + $"{Percent.Format(score.Recall),6}%  {Percent.Format(score.F1),7}"));
        }
    }
}
