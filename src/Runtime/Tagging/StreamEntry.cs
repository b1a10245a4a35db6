namespace FastElman.Tagging;

/// <summary>
/// What a group keeps of a stream beside its window and its hidden state: together, so that a tick reads one cache line
/// of it. All zero before the place is used for the first time.
/// </summary>
internal struct StreamEntry
{
    /// <summary>The last tick in which the stream took a word.</summary>
    public long LastTick;

    /// <summary>The number of the stream, or that of the next one here: see <see cref="StreamNumbers"/>.</summary>
    public int Number;

    /// <summary>Words that wait for their label, at most half the window.</summary>
    public int Waiting;

    /// <summary>
    /// The index of an unknown word that was looked up for the next step; 0 for none. See
    /// <see cref="StreamGroup.GetWordIndex"/>.
    /// </summary>
    public int UnknownWord;

    /// <summary>The parity of the next time step in its sentence, 0 for even, 1 for odd.</summary>
    public byte Parity;

    /// <summary>Whether <see cref="StreamStates.Sums"/> holds z_t of the next time step.</summary>
    public bool IsPrepared;
}
