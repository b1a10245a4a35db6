using System.Runtime.CompilerServices;

namespace FastElman.Network;

/// <summary>
/// Whether the next words are worth a product in bytes. It is lost where it leaves several candidates, as it often does
/// in networks that are untrained, wide or flat. Labels do not depend on the choice.
/// </summary>
/// <remarks>
/// Gains and losses of time are summed. At the limit a number of words goes without bytes, then a few words are enough
/// to decide again. What a loss is depends on what floats alone would cost. Several words share each weight that is
/// read: a word that is left open loses about four times what a decided one gains, or sixteen times where the network
/// is so small that bytes gain little. A single word loses only where all logits have to be computed after all, and
/// gains twice that where they have not. docs/notes/speed.md has the measurements.
/// </remarks>
internal struct ByteTrials
{
    private const int Limit = 64;
    private const int Pause = 1024;

    /// <summary>Hidden units below which the fixed cost of a product in bytes outweighs most of its gain.</summary>
    private const int FewUnits = 48;

    private int _sum;
    private int _pause;

    /// <summary>What a word costs that bytes leave open, if it is one of several.</summary>
    /// <param name="depth">Values that the output layer sees.</param>
    public static int LossOfSeveral(int depth) => depth < FewUnits ? 16 : 4;

    /// <summary>Whether to try the next words in bytes; if not, they count towards the pause.</summary>
    /// <param name="words">The number of words, all of which go one way.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Begin(int words)
    {
        if (_pause <= 0)
        {
            return true;
        }

        _pause -= words;
        return false;
    }

    /// <summary>Notes what became of one of several words.</summary>
    /// <param name="isOpen">Whether bytes left it open.</param>
    /// <param name="loss">What that costs, in units of the gain.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteOneOfSeveral(bool isOpen, int loss) => Add(isOpen ? loss : -1);

    /// <summary>Notes what became of a single word.</summary>
    /// <param name="tookAll">Whether all logits were computed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteSingle(bool tookAll) => Add(tookAll ? 4 : -8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int loss)
    {
        _sum = Math.Max(_sum + loss, 0);
        if (_sum >= Limit)
        {
            (_sum, _pause) = (Limit / 2, Pause);
        }
    }
}
