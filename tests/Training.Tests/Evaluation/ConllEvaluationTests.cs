using CsCheck;

namespace FastElman.Training.Tests.Evaluation;

public class ConllEvaluationTests
{
    /// <summary>Sentences of well-formed labels: a chunk starts with B- and goes on with I- of the same slot.</summary>
    private static readonly Gen<string[]> WellFormed =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3]).List[0, 6].Select(chunks => chunks
            .SelectMany(chunk => chunk.Item1 == 0
                ? Enumerable.Repeat("O", chunk.Item2)
                : [$"B-{chunk.Item1}", .. Enumerable.Repeat($"I-{chunk.Item1}", chunk.Item2 - 1)])
            .ToArray());

    /// <summary>Pairs of gold and predicted labels of one length, alike often enough for chunks to be found.</summary>
    private static readonly Gen<(string[] Gold, string[] Predicted)> Sentence =
        Gen.Select(WellFormed, WellFormed, Gen.Bool, (gold, other, same) => same
            ? (gold, gold)
            : (gold[..Math.Min(gold.Length, other.Length)], other[..Math.Min(gold.Length, other.Length)]));

    [Fact]
    public void Well_formed_labels_are_counted_as_whole_chunks_compare() => Sentence.List[0, 8].Sample(sentences =>
    {
        var evaluation = new ConllEvaluation();
        var gold = new HashSet<(int Sentence, int Start, int End, string Slot)>();
        var predicted = new HashSet<(int Sentence, int Start, int End, string Slot)>();
        for (var i = 0; i < sentences.Count; i++)
        {
            evaluation.AddSentence(sentences[i].Gold, sentences[i].Predicted);
            gold.UnionWith(Chunks(i, sentences[i].Gold));
            predicted.UnionWith(Chunks(i, sentences[i].Predicted));
        }

        var result = evaluation.GetResult();

        Assert.Equal(new SlotScore("", gold.Intersect(predicted).Count(), gold.Count, predicted.Count), result.Overall);
        Assert.Equal(sentences.Sum(sentence => sentence.Gold.Length), result.TokenCount);
        Assert.Equal(
            sentences.Sum(sentence => sentence.Gold.Zip(sentence.Predicted).Count(pair => pair.First == pair.Second)),
            result.CorrectTokenCount);
        Assert.Equal(
            gold.Union(predicted).Select(chunk => chunk.Slot).Distinct().Order(StringComparer.Ordinal),
            result.Slots.Select(slot => slot.Slot));
        Assert.All(result.Slots, slot => Assert.Equal(
            new SlotScore(
                slot.Slot,
                gold.Intersect(predicted).Count(chunk => chunk.Slot == slot.Slot),
                gold.Count(chunk => chunk.Slot == slot.Slot),
                predicted.Count(chunk => chunk.Slot == slot.Slot)),
            slot));
    });

    [Fact]
    public void A_perfect_prediction_has_full_marks_and_an_empty_one_none()
    {
        var result = ResultOf(["B-city", "I-city", "O"], ["B-city", "I-city", "O"]);
        Assert.Equal(
            (100, 100, 100, 100),
            (result.Accuracy, result.Overall.Precision, result.Overall.Recall, result.Overall.F1));

        var nothing = new ConllEvaluation().GetResult();
        Assert.Equal(
            (0, 0, 0, 0), (nothing.Accuracy, nothing.Overall.Precision, nothing.Overall.Recall, nothing.Overall.F1));
    }

    [Fact]
    public void F1_is_the_harmonic_mean()
    {
        var score = new SlotScore("city", CorrectCount: 3, GoldCount: 4, PredictedCount: 6);

        Assert.Equal((50, 75, 60), (score.Precision, score.Recall, score.F1));
    }

    [Fact]
    public void A_chunk_with_a_wrong_end_or_slot_is_not_found()
    {
        Assert.Equal(0, ResultOf(["B-city", "I-city"], ["B-city", "O"]).Overall.CorrectCount);
        Assert.Equal(0, ResultOf(["B-city", "O"], ["B-city", "I-city"]).Overall.CorrectCount);
        Assert.Equal(0, ResultOf(["B-city", "I-city"], ["B-day", "I-day"]).Overall.CorrectCount);
        Assert.Equal(0, ResultOf(["B-city", "I-city"], ["B-city", "B-city"]).Overall.CorrectCount);
    }

    [Fact]
    public void An_I_that_nothing_began_begins_a_chunk_but_not_the_same_label()
    {
        var result = ResultOf(["B-city", "I-city"], ["I-city", "I-city"]);

        Assert.Equal(new SlotScore("", 1, 1, 1), result.Overall);
        Assert.Equal(1, result.CorrectTokenCount);
    }

    [Fact]
    public void Brackets_and_the_prefix_E_follow_the_script()
    {
        Assert.Equal(new SlotScore("", 2, 2, 2), ResultOf(["[-x", "]-x"], ["[-x", "]-x"]).Overall);
        Assert.Equal(new SlotScore("", 2, 2, 2), ResultOf(["E-x", "E-x", "O"], ["E-x", "E-x", "O"]).Overall);
        Assert.Equal(1, ResultOf(["E-x", "B-x"], ["O", "O"]).Overall.GoldCount);
        Assert.Equal(0, ResultOf(["."], ["O"]).Overall.GoldCount);
        Assert.Equal(0, ResultOf(["B"], ["I-0"]).CorrectTokenCount);
        Assert.Equal(1, ResultOf(["I"], ["I-0"]).CorrectTokenCount);
    }

    [Fact]
    public void A_result_in_the_middle_counts_the_open_chunk_and_changes_nothing()
    {
        var evaluation = new ConllEvaluation();
        evaluation.AddToken("B-city", "B-city");
        var inTheMiddle = evaluation.GetResult();
        evaluation.AddToken("I-city", "O");

        Assert.Equal(1, inTheMiddle.Overall.CorrectCount);
        Assert.Equal(0, evaluation.GetResult().Overall.CorrectCount);
    }

    [Fact]
    public void The_tutorials_boundary_words_raise_the_accuracy_only()
    {
        var evaluation = new ConllEvaluation();
        evaluation.AddSentence(["B-city"], ["O"], withBoundaryTokens: true);

        Assert.Equal((3, 2), (evaluation.GetResult().TokenCount, evaluation.GetResult().CorrectTokenCount));
        Assert.Equal(new SlotScore("", 0, 1, 0), evaluation.GetResult().Overall);
    }

    [Fact]
    public void A_sentence_with_too_few_predictions_is_refused_and_not_counted()
    {
        var evaluation = new ConllEvaluation();

        Assert.Throws<ArgumentException>(() => evaluation.AddSentence(["O", "O"], ["O"]));
        Assert.Equal(0, evaluation.GetResult().TokenCount);
    }

    private static ConllResult ResultOf(string[] gold, string[] predicted)
    {
        var evaluation = new ConllEvaluation();
        evaluation.AddSentence(gold, predicted);
        return evaluation.GetResult();
    }

    /// <summary>The obvious reading of well-formed labels.</summary>
    private static IEnumerable<(int Sentence, int Start, int End, string Slot)> Chunks(int sentence, string[] labels)
    {
        for (var start = 0; start < labels.Length; start++)
        {
            if (labels[start].StartsWith("B-", StringComparison.Ordinal))
            {
                var slot = labels[start][2..];
                var end = start + 1;
                while (end < labels.Length && labels[end] == $"I-{slot}")
                {
                    end++;
                }

                yield return (sentence, start, end, slot);
            }
        }
    }
}
