using System.Diagnostics;

namespace FastElman.Text;

/// <summary>
/// The rules of <see cref="TokenizerKind.Punctuation"/> for a chunk between white space that the vocabulary does not
/// have; docs/guide/text.md explains them.
/// </summary>
/// <remarks>
/// Every search is bounded, so that a chunk of megabytes takes linear time: the ends are sought with few lengths of
/// punctuation, a piece ends at one of the next few places, and no text longer than the longest word is looked up.
/// </remarks>
internal static class PunctuationRules
{
    /// <summary>Characters of punctuation that may stay at an end of a word.</summary>
    private const int MostKept = 4;

    /// <summary>
    /// Places at which a piece of a divided word may end: three marks inside it have two places each.
    /// </summary>
    private const int MostEnds = 6;

    /// <summary>Adds the tokens of a chunk.</summary>
    /// <param name="start">Its first character.</param>
    /// <param name="end">The character behind its last.</param>
    /// <param name="list">Receives the tokens.</param>
    public static void Divide(int start, int end, ref TokenList list)
    {
        var text = list.Text;
        var coreStart = SkipPunctuation(text, start, end);
        var coreEnd = end;
        while (coreEnd > coreStart
            && CharacterClass.EndsWithPunctuation(text[coreStart..coreEnd], out var length))
        {
            coreEnd -= length;
        }

        var (wordStart, wordEnd, index) = FindWord(start, coreStart, coreEnd, end, list);
        AddPunctuation(start, wordStart, ref list);
        if (index >= 0)
        {
            list.Add(wordStart, wordEnd, index);
        }
        else if (wordStart < wordEnd)
        {
            AddPieces(wordStart, wordEnd, ref list);
        }

        AddPunctuation(wordEnd, end, ref list);
    }

    /// <summary>
    /// The longest word that the vocabulary has when punctuation is taken off both ends of a chunk. Of two as long, the
    /// one that keeps more at the beginning, because marks at the end are more often those of the sentence.
    /// </summary>
    /// <returns>The word and its index; the core and −1 where there is none.</returns>
    private static (int Start, int End, int Index) FindWord(
        int start, int coreStart, int coreEnd, int end, scoped in TokenList list)
    {
        if (coreStart == coreEnd)
        {
            return (end, end, -1);
        }

        Span<int> starts = stackalloc int[MostKept + 1];
        Span<int> ends = stackalloc int[MostKept + 1];
        var mostBefore = StartsBefore(list.Text, start, coreStart, starts);
        var mostBehind = EndsBehind(list.Text, coreEnd, end, ends);
        for (var kept = mostBefore + mostBehind; kept >= 0; kept--)
        {
            for (var before = Math.Min(kept, mostBefore); before >= 0 && kept - before <= mostBehind; before--)
            {
                var (wordStart, wordEnd) = (starts[before], ends[kept - before]);

                // The whole chunk has been looked up.
                var isWhole = wordStart == start && wordEnd == end;
                if (!isWhole && list.Vocabulary.TryGetIndex(list.Text[wordStart..wordEnd], out var index))
                {
                    return (wordStart, wordEnd, index);
                }
            }
        }

        return (coreStart, coreEnd, -1);
    }

    /// <summary>starts[k] = the beginning of the word if k characters of punctuation stay before it.</summary>
    /// <returns>The most that can stay.</returns>
    private static int StartsBefore(ReadOnlySpan<char> text, int start, int coreStart, Span<int> starts)
    {
        starts[0] = coreStart;
        var kept = 0;
        while (kept < MostKept && starts[kept] > start)
        {
            CharacterClass.EndsWithPunctuation(text[start..starts[kept]], out var length);
            starts[kept + 1] = starts[kept] - length;
            kept++;
        }

        return kept;
    }

    /// <summary>ends[k] = the end of the word if k characters of punctuation stay behind it.</summary>
    /// <returns>The most that can stay.</returns>
    private static int EndsBehind(ReadOnlySpan<char> text, int coreEnd, int end, Span<int> ends)
    {
        ends[0] = coreEnd;
        var kept = 0;
        while (kept < MostKept && ends[kept] < end)
        {
            CharacterClass.StartsWithPunctuation(text[ends[kept]..end], out var length);
            ends[kept + 1] = ends[kept] + length;
            kept++;
        }

        return kept;
    }

    /// <summary>
    /// Adds a run of punctuation that was separated from words: as one token, or each character that is one, or
    /// nothing.
    /// </summary>
    private static void AddPunctuation(int start, int end, ref TokenList list)
    {
        if (start == end || list.TryAdd(start, end))
        {
            return;
        }

        while (start < end)
        {
            CharacterClass.StartsWithPunctuation(list.Text[start..end], out var length);
            list.TryAdd(start, start + length);
            start += length;
        }
    }

    /// <summary>Adds an unknown word without punctuation at its ends: in pieces if all are known, else whole.</summary>
    private static void AddPieces(int start, int end, ref TokenList list)
    {
        // Two passes, because only the end of the word tells whether it is divided.
        if (CanDivide(start, end, list))
        {
            for (var place = start; place < end;)
            {
                var pieceEnd = PieceEnd(place, end, list, out var index);
                if (index >= 0)
                {
                    list.Add(place, pieceEnd, index);
                }
                else
                {
                    AddPunctuation(place, pieceEnd, ref list);
                }

                place = pieceEnd;
            }
        }
        else
        {
            list.AddUnknown(start, end);
        }
    }

    private static bool CanDivide(int start, int end, scoped in TokenList list)
    {
        var place = start;
        while (place >= 0 && place < end)
        {
            place = PieceEnd(place, end, list, out _);
        }

        return place == end;
    }

    /// <summary>
    /// Where the piece ends that begins at a place: the longest that the vocabulary has, else a run of punctuation.
    /// </summary>
    /// <param name="start">The place.</param>
    /// <param name="end">The end of the word.</param>
    /// <param name="list">Text and vocabulary.</param>
    /// <param name="index">Receives the word index; −1 for a run of punctuation.</param>
    /// <returns>The end of the piece; −1 where there is none.</returns>
    private static int PieceEnd(int start, int end, scoped in TokenList list, out int index)
    {
        Span<int> ends = stackalloc int[MostEnds];
        var count = 0;
        var place = start;
        while (count < MostEnds && place < end && place - start <= list.Vocabulary.LongestLength)
        {
            place = NextBoundary(list.Text, place, end);
            ends[count++] = place;
        }

        for (var i = count - 1; i >= 0; i--)
        {
            if (list.Vocabulary.TryGetIndex(list.Text[start..ends[i]], out index))
            {
                return ends[i];
            }
        }

        index = -1;
        return CharacterClass.StartsWithPunctuation(list.Text[start..end], out _) ? ends[0] : -1;
    }

    /// <summary>
    /// The next place behind another where a word may be divided: before and behind a run of punctuation that does not
    /// stand between two digits; or the end of the word.
    /// </summary>
    private static int NextBoundary(ReadOnlySpan<char> text, int place, int end)
    {
        Debug.Assert(place < end);
        var behind = SkipPunctuation(text, place, end);
        if (behind > place)
        {
            return behind;
        }

        while (place < end)
        {
            behind = SkipPunctuation(text, place, end);
            if (behind == place)
            {
                CharacterClass.StartsWithPunctuation(text[place..end], out var length);
                place += length;
            }
            else if (char.IsDigit(text[place - 1]) && behind < end && char.IsDigit(text[behind]))
            {
                place = behind;
            }
            else
            {
                return place;
            }
        }

        return end;
    }

    private static int SkipPunctuation(ReadOnlySpan<char> text, int start, int end)
    {
        while (start < end && CharacterClass.StartsWithPunctuation(text[start..end], out var length))
        {
            start += length;
        }

        return start;
    }
}
