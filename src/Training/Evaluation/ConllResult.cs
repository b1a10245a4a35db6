using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>What an evaluation found: the figures that conlleval prints.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ConllResult
{
    internal ConllResult(long tokenCount, long correctTokenCount, SlotScore overall, IReadOnlyList<SlotScore> slots)
    {
        TokenCount = tokenCount;
        CorrectTokenCount = correctTokenCount;
        Overall = overall;
        Slots = slots;
    }

    /// <summary>Words that were compared.</summary>
    public long TokenCount { get; }

    /// <summary>Words whose predicted label is the right one.</summary>
    public long CorrectTokenCount { get; }

    /// <summary>Words with the right label, in percent, 0 to 100; 0 where there are no words.</summary>
    public double Accuracy => Percent.Of(CorrectTokenCount, TokenCount);

    /// <summary>The chunks of all slots together; its <see cref="SlotScore.F1"/> is the figure that papers give.</summary>
    public SlotScore Overall { get; }

    /// <summary>One score a slot that is in the corpus or was predicted, in the ordinal order of the names.</summary>
    public IReadOnlyList<SlotScore> Slots { get; }

    /// <summary>Writes conlleval's table, character for character, with <c>\n</c> at the ends of lines.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ConllTable.Write(this, writer);
    }
}
