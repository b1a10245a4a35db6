namespace FastElman.Benchmarks.Ours;

/// <summary>This library, through its public face.</summary>
internal class FastElmanEngine(
    WeightPrecision precision = WeightPrecision.Float32, Answer answer = Answer.Label) : Engine
{
    /// <summary>What 16-bit weights reach.</summary>
    private const double Int16Tolerance = 1e-3;

    private readonly CompileOptions _options = new() { Precision = precision };

    public override string Name => "FastElman";

    public override double Tolerance => precision == WeightPrecision.Int16 ? Int16Tolerance : base.Tolerance;

    public override bool Takes(Workload workload) => true;

    public override Engine InPrecision(WeightPrecision precision) => new FastElmanEngine(precision, answer);

    public override Engine Giving(Answer answer) => new FastElmanEngine(precision, answer);

    public override Work Sentence(ElmanParameters parameters, int[] words) =>
        new SentenceWork(Model(parameters), words, answer);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) =>
        new BatchWork(Model(parameters), sentences, answer);

    public override Work OneByOne(ElmanParameters parameters, int[][] sentences) =>
        new SentencesWork(Model(parameters), sentences, answer);

    public override Work AllAtOnce(ElmanParameters parameters, int[][] sentences) => Batch(parameters, sentences);

    public override Work Stream(ElmanParameters parameters, int[] text) =>
        new StreamWork(Model(parameters), text, answer);

    public override Work Streams(ElmanParameters parameters, int[][] texts) =>
        new StreamsWork(Model(parameters), texts);

    public override Work Load(string path) => new LoadWork(path);

    public override Trainer Training(ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences) =>
        new FastElmanTrainer(parameters, sentences);

    public override float[] Probabilities(ElmanParameters parameters, int[] words)
    {
        var probabilities = new float[words.Length * parameters.Shape.LabelCount];
        new Tagger(Model(parameters)).Tag(words, new int[words.Length], probabilities);
        return probabilities;
    }

    public override float[] Confidence(ElmanParameters parameters, int[] words)
    {
        var confidence = new float[words.Length];
        new Tagger(Model(parameters)).TagWithConfidence(words, new int[words.Length], confidence);
        return confidence;
    }

    public override float[] StreamProbabilities(ElmanParameters parameters, int[] words)
    {
        var stream = new TaggingStream(Model(parameters));
        var labels = parameters.Shape.LabelCount;
        var probabilities = new float[(words.Length - stream.Delay) * labels];
        for (var t = 0; t < words.Length; t++)
        {
            stream.Push(
                words[t],
                out _,
                t < stream.Delay ? default : probabilities.AsSpan((t - stream.Delay) * labels, labels));
        }

        return probabilities;
    }

    private CompiledModel Model(ElmanParameters parameters) => ElmanModel.Create(parameters).Compile(_options);
}
