namespace FastElman.Training;

/// <summary>The predictions of a <see cref="Reliability"/> whose confidence lies in an interval.</summary>
/// <param name="Low">The lower end of the interval, which does not belong to it except for 0.</param>
/// <param name="High">The upper end, which belongs to it.</param>
/// <param name="Count">Predictions in it.</param>
/// <param name="MeanConfidence">Their mean confidence, 0 to 1; 0 if there are none.</param>
/// <param name="Accuracy">The share of them that are right, 0 to 1; 0 if there are none.</param>
public readonly record struct ReliabilityBin(
    double Low, double High, long Count, double MeanConfidence, double Accuracy)
{
    /// <summary>The interval and what lies in it.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Low:F4} to {High:F4}: {Count}, mean confidence {MeanConfidence:F4}, accuracy {Accuracy:F4}");
}
