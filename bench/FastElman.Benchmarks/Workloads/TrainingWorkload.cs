namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// An epoch of training. What is timed is a sample of it, sentence by sentence, so that all engines can take turns.
/// </summary>
public sealed class TrainingWorkload : Workload
{
    /// <summary>Sentences that everybody trains on before anything is timed.</summary>
    public const int CheckedSentences = 48;

    private const int Seed = 345;

    private readonly LabelledSentence[] _sample;

    /// <param name="section">The table.</param>
    /// <param name="name">The row.</param>
    /// <param name="shape">The network.</param>
    public TrainingWorkload(Section section, string name, ElmanShape shape)
        : base(section, name, shape)
    {
        var sentences = TrainingCorpus.Sentences(shape);
        _sample = TrainingCorpus.Sample(sentences);
        Words = sentences.Sum(sentence => sentence.Words.Length);
        SampleShare = _sample.Sum(sentence => (double)sentence.Words.Length) / Words;
        Parameters = ElmanParameters.Initialize(shape, Seed);
    }

    public override int Words { get; }

    /// <summary>The tutorial's, before training.</summary>
    public override ElmanParameters Parameters { get; }

    /// <summary>Sentences of the sample: runs of the work that go through it once.</summary>
    public int SampleCount => _sample.Length;

    /// <summary>How much of an epoch the sample is, in words.</summary>
    public double SampleShare { get; }

    public override Work Start(Engine engine) =>
        new TrainingWork(engine.Training(Parameters, _sample), _sample.Length);

    public override void Check(Engine engine, Work work) =>
        TrainingAgreement.RequireSteps(engine, Parameters, _sample[..CheckedSentences]);
}
