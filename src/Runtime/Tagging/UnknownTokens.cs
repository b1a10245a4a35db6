using System.Runtime.CompilerServices;
using System.Text.Unicode;
using FastElman.Model.Subwords;
using FastElman.Network;
using FastElman.Simd;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Tagging;

/// <summary>
/// Gives the tokens of a text that the vocabulary does not have embeddings of their own, where the model has subwords.
/// </summary>
/// <remarks>
/// Thread-safe. The memory comes from a pool; it grows with the unknown words of the longest text so far. Places that
/// are outside the text, which another thread may have written, leave their token the unknown word.
/// </remarks>
internal sealed class UnknownTokens
{
    /// <summary>Words whose embeddings are allocated at a time.</summary>
    private const int WordsOfBlock = 32;

    /// <summary>Unknown words of a text whose memory the pool keeps.</summary>
    private const int UsualCount = 4096;

    /// <summary>More than the UTF-16 code units of a word that count, digits as the longest way to write one.</summary>
    private const int LongestText = 8 * SubwordRows.LongestWord;

    private readonly DefaultObjectPool<UnknownWords> _pool;
    private readonly int _unknownWord;

    private UnknownTokens(SubwordTable table)
    {
        _unknownWord = table.UnknownWord;
        _pool = WorkspacePools.Create(
            () => new UnknownWords(table, WordsOfBlock), static each => each.Count <= UsualCount);
    }

    /// <summary>For a model; null where it has no subwords.</summary>
    public static UnknownTokens? Of(CompiledModel model) =>
        model.Subwords is { } table ? new UnknownTokens(table) : null;

    /// <summary>Room for the embeddings of a call, empty; to be given back.</summary>
    [MethodImpl(HotPath.Compiled)]
    public UnknownWords Rent()
    {
        var words = _pool.Get();
        words.Clear();
        return words;
    }

    /// <summary>Takes back what <see cref="Rent"/> gave.</summary>
    public void Return(UnknownWords words) => _pool.Return(words);

    /// <summary>Puts the indices of unknown words in the place of that of the unknown word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">[n]: the places of the tokens.</param>
    /// <param name="words">[n]: their word indices, changed in place.</param>
    /// <param name="unknown">Receives the words.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Find(ReadOnlySpan<char> text, ReadOnlySpan<Range> tokens, Span<int> words, UnknownWords unknown)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == _unknownWord && TryRead(tokens[i], text.Length, out var start, out var length))
            {
                words[i] = IndexOf(text.Slice(start, length), unknown);
            }
        }
    }

    /// <summary>The same of a UTF-8 text, whose places are in bytes.</summary>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    public void Find(ReadOnlySpan<byte> utf8Text, ReadOnlySpan<Range> tokens, Span<int> words, UnknownWords unknown)
    {
        Span<char> room = stackalloc char[LongestText];
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == _unknownWord && TryRead(tokens[i], utf8Text.Length, out var start, out var length))
            {
                Utf8.ToUtf16(utf8Text.Slice(start, length), room, out _, out var written);
                words[i] = IndexOf(room[..written], unknown);
            }
        }
    }

    /// <summary>The index of a word by its name.</summary>
    /// <param name="word">The word.</param>
    /// <param name="vocabulary">The words of the model.</param>
    /// <param name="unknown">Receives the word where the vocabulary does not have it.</param>
    /// <exception cref="UnknownWordException">The word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    [MethodImpl(HotPath.Compiled)]
    public static int IndexOf(ReadOnlySpan<char> word, Vocabulary vocabulary, UnknownWords? unknown)
    {
        var index = vocabulary.GetIndex(word, out var isUnknown);
        return isUnknown && unknown is not null ? unknown.Add(word) : index;
    }

    /// <summary>A token that says <c>&lt;UNK&gt;</c> is no unknown word.</summary>
    [MethodImpl(HotPath.Compiled)]
    private int IndexOf(ReadOnlySpan<char> word, UnknownWords unknown) =>
        word.SequenceEqual(Vocabulary.UnknownWord) ? _unknownWord : unknown.Add(word);

    private static bool TryRead(Range token, int length, out int start, out int count)
    {
        (start, count) = (token.Start.Value, token.End.Value - token.Start.Value);
        return (uint)start <= (uint)length && (uint)count <= (uint)(length - start);
    }
}
