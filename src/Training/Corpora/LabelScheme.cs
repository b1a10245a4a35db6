namespace FastElman.Training;

/// <summary>
/// How labels mark where slots begin and end. A corpus is converted to <see cref="Iob2"/> when it is read.
/// </summary>
public enum LabelScheme
{
    /// <summary>B-x begins every slot, I-x continues it (also called BIO).</summary>
    Iob2 = 0,

    /// <summary>I-x begins and continues a slot; B-x begins one directly behind another of the same name.</summary>
    Iob1,

    /// <summary>B-x, I-x, E-x: first, inner and last word of a slot; S-x: its only word (also called IOBES).</summary>
    Bioes,

    /// <summary>The same as <see cref="Bioes"/> with M-x for the inner words.</summary>
    Bmes,

    /// <summary>The same as <see cref="Bioes"/> with L-x for the last word and U-x for the only one.</summary>
    Bilou,
}
