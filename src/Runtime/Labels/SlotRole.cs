namespace FastElman.Labels;

/// <summary>What a label says of its word.</summary>
internal enum SlotRole
{
    /// <summary>It belongs to no slot: <c>O</c>, and any label that is none of the others.</summary>
    Outside,

    /// <summary><c>B-x</c>: it begins a slot.</summary>
    Begin,

    /// <summary><c>I-x</c>, in BMES <c>M-x</c>: it goes on with a slot.</summary>
    Inside,

    /// <summary><c>E-x</c>, in BILOU <c>L-x</c>: it goes on with a slot, which ends.</summary>
    End,

    /// <summary><c>S-x</c>, in BILOU <c>U-x</c>: it is a slot by itself.</summary>
    Single,
}
