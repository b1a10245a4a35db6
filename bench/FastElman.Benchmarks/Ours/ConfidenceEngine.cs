namespace FastElman.Benchmarks.Ours;

/// <summary>
/// This library where peers give all probabilities, asked for the best label and its probability alone.
/// </summary>
internal sealed class ConfidenceEngine : FastElmanEngine
{
    public ConfidenceEngine()
        : base(WeightPrecision.Float32, Answer.Confidence)
    {
    }

    public override string Name => "with confidence alone";

    public override bool Takes(Workload workload) => workload.Answer == Answer.Probabilities;

    public override Engine InPrecision(WeightPrecision precision) => this;

    public override Engine Giving(Answer answer) => this;
}
