using System.Globalization;

namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// The targets, as ratios to what the machine does at the same time; TargetTable says where each comes
/// from. Those with a single value are asked of both sizes of the hidden layer, though one is harder to meet.
/// </summary>
internal static class Targets
{
    private const int SentenceLength = 11;
    private const int Streams = 1000;

    /// <summary>For the two sizes of the hidden layer that were studied.</summary>
    public static IEnumerable<Comparison> Comparisons =>
    [
        .. Of(Suite.Atis(100), step: 0.80, answer: 0.35, sentence: 1.10, batch: 0.78),
        .. Of(Suite.Atis(200), step: 0.85, answer: 0.20, sentence: 1.12, batch: 0.85),
        Sparse(100, 0.85),
        Sparse(200, 0.62),
        Sparse(400, 0.5),
        Vocabulary(100_000),
        Vocabulary(1_000_000),
    ];

    /// <summary>A step with three tenths of the recurrent weights beside one with all of them.</summary>
    private static Comparison Sparse(int hidden, double most)
    {
        var shape = Suite.Atis(hidden);
        var dense = new StreamsWorkload(Sections.Step, $"hidden {hidden}", shape, count: null);
        var sparse = new StreamsWorkload(Sections.Sparse, $"hidden {hidden}", shape, count: null)
        {
            Weights = WeightsKind.Sparse,
        };
        return new Comparison(
            $"hidden {hidden}: a step with three tenths of the recurrent weights / with all of them",
            () => Ours(sparse), () => Ours(dense), Target.AtMost(most));
    }

    /// <summary>A sentence with words of a large vocabulary, of a text that does not begin again soon.</summary>
    private static Comparison Vocabulary(int words)
    {
        const int Before = 100_000, TextLength = 1 << 20, Usual = 573;
        return new Comparison(
            string.Create(
                CultureInfo.InvariantCulture, $"hidden 100: a sentence, {words:N0} words / {Usual} words"),
            () => Ours(Of(words)), () => Ours(Of(Usual)), Target.AtMost(1.35));

        static SentenceWorkload Of(int words) =>
            new(Sections.Vocabulary, $"{words} words", Suite.Shape(100, words), SentenceLength)
            {
                TextLength = TextLength,
                WordsBefore = Before,
            };
    }

    private static IEnumerable<Comparison> Of(
        ElmanShape shape, double step, double answer, double sentence, double batch)
    {
        var hidden = $"hidden {shape.HiddenSize}";
        var live = new StreamsWorkload(Sections.Step, hidden, shape, count: null);
        yield return new Comparison(
            $"{hidden}: a step of a live stream / reading its weights",
            () => Ours(live), () => Least(TargetCost.Step(shape)), Target.AtMost(step));
        yield return new Comparison(
            $"{hidden}: from a word to its answer / reading its weights",
            () => new AnswerTime(Checked(live)), () => Least(TargetCost.Step(shape)), Target.AtMost(answer));
        var one = new SentenceWorkload(Sections.Sentence, hidden, shape, SentenceLength);
        yield return new Comparison(
            $"{hidden}: a sentence of {SentenceLength} words / its composite bound",
            () => Ours(one), () => Least(TargetCost.Sentence(shape, SentenceLength)), Target.AtMost(sentence));
        foreach (var count in new[] { 4, 8, 32 })
        {
            var many = new BatchWorkload(Sections.Batch, hidden, shape, [.. Enumerable.Repeat(SentenceLength, count)]);
            yield return new Comparison(
                $"{hidden}: {count} sentences of {SentenceLength} words, share of the peak of multiply-adds",
                () => Ours(many), () => Least(TargetCost.Products(shape, many.Words)), Target.AtLeast(batch));
        }

        yield return new Comparison(
            $"{hidden}: a word of {Streams} live streams in one tick / a step of one",
            () =>
                Ours(new StreamsWorkload(Sections.Streams, hidden, shape, Streams), Streams), () =>
                    Ours(live), Target.AtMost(0.53));
        if (Suite.HasInt16)
        {
            yield return new Comparison(
                $"{hidden}: a step with 16-bit weights / reading them",
                () => Ours(new StreamsWorkload(Sections.Step, hidden, shape, count: null, WeightPrecision.Int16)),
                () => Least(TargetCost.Int16Step(shape)),
                Target.AtMost(1.25));
        }
    }

    private static RunTime Ours(Workload workload, int units = 1) => new(Checked(workload), units);

    private static RunTime Least(WorkCost cost) => new(new RooflineWork(cost));

    private static Work Checked(Workload workload) => new Entry(0, workload, Participants.Ours).Start();
}
