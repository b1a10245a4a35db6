using System.IO.Hashing;

namespace FastElman.Benchmarks.Roofline;

/// <summary>
/// The engine that nobody can beat by more than noise: it reads and multiplies what has to be, and computes nothing.
/// </summary>
internal sealed class Bound(
    WeightPrecision precision = WeightPrecision.Float32, Answer answer = Answer.Label) : Engine
{
    public override string Name => "bound";

    public override bool Takes(Workload workload) => true;

    public override Engine InPrecision(WeightPrecision precision) => new Bound(precision, answer);

    public override Engine Giving(Answer answer) => new Bound(precision, answer);

    public override Work Sentence(ElmanParameters parameters, int[] words) =>
        Work(parameters.Shape, words.Length, WorkCost.OfSentence);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) => sentences.Length == 1
        ? Sentence(parameters, sentences[0])
        : Work(parameters.Shape, sentences.Sum(words => words.Length), WorkCost.OfBatch);

    public override Work OneByOne(ElmanParameters parameters, int[][] sentences) =>
        Work(parameters.Shape, sentences.Sum(words => words.Length), WorkCost.OfSentence);

    public override Work AllAtOnce(ElmanParameters parameters, int[][] sentences) => Batch(parameters, sentences);

    public override Work Stream(ElmanParameters parameters, int[] text)
    {
        var step = precision == WeightPrecision.Int16
            ? WorkCost.OfInt16Step(parameters.Shape)
            : WorkCost.OfStep(parameters.Shape);
        return new RooflineWork(
            step with { WeightBytes = step.WeightBytes - (parameters.RecurrentWeights.Count(0f) * sizeof(float)) });
    }

    public override Work Streams(ElmanParameters parameters, int[][] texts) => texts.Length == 1
        ? Stream(parameters, texts[0])
        : new RooflineWork(WorkCost.OfTick(parameters.Shape, texts.Length));

    public override Work Load(string path) => new ReadAndHash(path);

    public override Trainer Training(ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences) =>
        new RooflineTrainer(parameters.Shape, sentences);

    private RooflineWork Work(ElmanShape shape, int words, Func<ElmanShape, int, WorkCost> costOf)
    {
        var cost = costOf(shape, words);
        return new RooflineWork(answer == Answer.Label ? cost : cost.WithAllOutputs(shape, words));
    }

    /// <summary>A file that is to be believed has to be read, and a checksum worked out.</summary>
    private sealed class ReadAndHash(string path) : Work
    {
        private readonly byte[] _hash = new byte[4];

        public override void Run() => Crc32.Hash(File.ReadAllBytes(path), _hash);
    }
}
