using System.Runtime.InteropServices;
using FastElman.Training.Embeddings;
using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>
/// Compares predicted with right labels, chunk by chunk, by the rules of CoNLL's <c>conlleval.pl</c>.
/// </summary>
/// <remarks>
/// Any text is a label; one without <c>B-</c> or <c>I-</c> is treated as the script treats it. Memory grows with the
/// number of different labels only. Mutable and not synchronised: one thread at a time.
/// </remarks>
public sealed class ConllEvaluation
{
    private const int NoSlot = 0;
    private static readonly ConllTag Outside = new(LabelSet.Outside, NoSlot);

    private readonly Dictionary<string, ConllTag> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConllTag>.AlternateLookup<ReadOnlySpan<char>> _tagOfLabel;
    private readonly Dictionary<string, int> _slotNumbers = new(StringComparer.Ordinal) { [""] = NoSlot };
    private readonly List<SlotScore> _slots = [new SlotScore("", 0, 0, 0)];
    private ConllTag _lastGold = Outside;
    private ConllTag _lastPredicted = Outside;
    private bool _chunkIsCorrect;
    private long _tokenCount;
    private long _correctTokenCount;

    /// <summary>Makes an evaluation that has seen nothing yet.</summary>
    public ConllEvaluation() => _tagOfLabel = _tags.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Labels a set of a corpus with a model and compares the result with the right labels, as the command
    /// <c>evaluate</c> and the tutorial do: with boundary tokens (see <see cref="AddSentence"/>).
    /// </summary>
    /// <param name="model">A model with words and labels.</param>
    /// <param name="corpus">
    /// The corpus, in any form; its words and labels may be in another order than the model's.
    /// </param>
    /// <param name="set">The set to label.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentException">The model has no words or no labels.</exception>
    /// <exception cref="CorpusFormatException">
    /// The corpus has no such set, an index out of range, or an unknown word for a vocabulary without
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public static ConllResult Evaluate(CompiledModel model, Corpus corpus, CorpusSet set = CorpusSet.Test)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(corpus);
        var reader = UnknownCorpusWords.AddTo(model, corpus, set);
        if (reader is not { Vocabulary: { } vocabulary, Labels: { } labels })
        {
            throw new ArgumentException("The model has no words or no labels to read the corpus with.", nameof(model));
        }

        return new ScoredSet(corpus.GetSentences(set), corpus.CreateEncoding(vocabulary, labels)).Score(reader);
    }

    /// <summary>Adds one word.</summary>
    /// <param name="gold">The right label, such as <c>B-city</c>.</param>
    /// <param name="predicted">The predicted label.</param>
    public void AddToken(ReadOnlySpan<char> gold, ReadOnlySpan<char> predicted)
    {
        var goldTag = TagOf(gold);
        var predictedTag = TagOf(predicted);
        Advance(goldTag, predictedTag);
        _tokenCount++;
        if (goldTag == predictedTag)
        {
            _correctTokenCount++;
        }
    }

    /// <summary>
    /// Ends a sentence: no chunk continues beyond it. Without effect if nothing was added since the last end.
    /// </summary>
    public void EndSentence() => Advance(Outside, Outside);

    /// <summary>Adds a sentence and ends it.</summary>
    /// <param name="gold">[words]: the right labels.</param>
    /// <param name="predicted">[words]: the predicted labels.</param>
    /// <param name="withBoundaryTokens">
    /// Whether to count two more words with the label <c>O</c> on both sides, one before and one after the sentence.
    /// The tutorial writes them as <c>BOS</c> and <c>EOS</c>; they raise its accuracy and do not affect its F1.
    /// </param>
    /// <exception cref="ArgumentException">The two have different lengths; nothing was added.</exception>
    public void AddSentence(
        IReadOnlyList<string> gold, IReadOnlyList<string> predicted, bool withBoundaryTokens = false)
    {
        ArgumentNullException.ThrowIfNull(gold);
        ArgumentNullException.ThrowIfNull(predicted);
        if (gold.Count != predicted.Count)
        {
            throw new ArgumentException(
                $"A sentence has one prediction a word: expected {gold.Count}, found {predicted.Count}.",
                nameof(predicted));
        }

        if (withBoundaryTokens)
        {
            AddToken(LabelSet.Outside, LabelSet.Outside);
        }

        for (var i = 0; i < gold.Count; i++)
        {
            AddToken(gold[i], predicted[i]);
        }

        if (withBoundaryTokens)
        {
            AddToken(LabelSet.Outside, LabelSet.Outside);
        }

        EndSentence();
    }

    /// <summary>The figures of everything added so far; an open chunk counts as ended here.</summary>
    /// <returns>A result that later additions do not change.</returns>
    public ConllResult GetResult()
    {
        SlotScore[] slots = [.. _slots];
        if (_chunkIsCorrect)
        {
            slots[_lastGold.Slot] = WithOneMoreCorrect(slots[_lastGold.Slot]);
        }

        return ConllResult.Of(_tokenCount, _correctTokenCount, slots);
    }

    /// <summary>The figures of everything added so far.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => GetResult().ToString();

    /// <summary>Moves on from the last pair of tags to this one.</summary>
    private void Advance(ConllTag gold, ConllTag predicted)
    {
        if (_chunkIsCorrect)
        {
            var goldEnds = ConllTag.ChunkEnds(_lastGold, gold);
            var predictedEnds = ConllTag.ChunkEnds(_lastPredicted, predicted);
            if (goldEnds && predictedEnds && _lastGold.Slot == _lastPredicted.Slot)
            {
                _chunkIsCorrect = false;
                ref var slot = ref Slot(_lastGold);
                slot = WithOneMoreCorrect(slot);
            }
            else if (goldEnds != predictedEnds || gold.Slot != predicted.Slot)
            {
                _chunkIsCorrect = false;
            }
        }

        var goldStarts = ConllTag.ChunkStarts(_lastGold, gold);
        var predictedStarts = ConllTag.ChunkStarts(_lastPredicted, predicted);
        _chunkIsCorrect |= goldStarts && predictedStarts && gold.Slot == predicted.Slot;
        if (goldStarts)
        {
            ref var slot = ref Slot(gold);
            slot = slot with { GoldCount = slot.GoldCount + 1 };
        }

        if (predictedStarts)
        {
            ref var slot = ref Slot(predicted);
            slot = slot with { PredictedCount = slot.PredictedCount + 1 };
        }

        _lastGold = gold;
        _lastPredicted = predicted;
    }

    private ref SlotScore Slot(ConllTag tag) => ref CollectionsMarshal.AsSpan(_slots)[tag.Slot];

    private static SlotScore WithOneMoreCorrect(SlotScore score) =>
        score with { CorrectCount = score.CorrectCount + 1 };

    private ConllTag TagOf(ReadOnlySpan<char> label)
    {
        if (!_tagOfLabel.TryGetValue(label, out var tag))
        {
            var hyphen = label.IndexOf('-');
            tag = hyphen < 0
                ? new ConllTag(label.ToString(), NoSlot)
                : new ConllTag(label[..hyphen].ToString(), SlotNumber(label[(hyphen + 1)..].ToString()));
            _tags.Add(label.ToString(), tag);
        }

        return tag;
    }

    private int SlotNumber(string name)
    {
        // The script is in Perl, where the text "0" is false like an empty one.
        var slot = name == "0" ? "" : name;
        if (!_slotNumbers.TryGetValue(slot, out var number))
        {
            number = _slots.Count;
            _slotNumbers.Add(slot, number);
            _slots.Add(new SlotScore(slot, 0, 0, 0));
        }

        return number;
    }
}
