using System.Diagnostics;
using FastElman.Network;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// Words of sentences that are given by name one after another, as a model sees them. In a model with subwords
/// (<see cref="ElmanShape.SubwordCount"/>) each word that the vocabulary does not have keeps an embedding of its own
/// here, which an index alone cannot stand for.
/// </summary>
/// <remarks>
/// To be used again and again: memory grows with the most words so far, and is kept. Mutable and not synchronised: one
/// thread writes, and while taggers read nobody does. Every tagger of the same <see cref="CompiledModel"/> can read it.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class WordBuffer
{
    /// <summary>Unknown words whose embeddings are allocated at a time.</summary>
    internal const int UnknownWordsOfBlock = 32;

    private readonly Vocabulary _vocabulary;
    private readonly UnknownWords? _unknownWords;
    private int[] _indices = [];

    /// <summary>Makes a buffer without words.</summary>
    /// <param name="model">The compiled model, shared.</param>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    public WordBuffer(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _vocabulary = model.RequireVocabulary();
        _unknownWords = model.Subwords is { } table ? new UnknownWords(table, UnknownWordsOfBlock) : null;
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The number of words.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them the vocabulary does not have.</summary>
    public int UnknownCount { get; private set; }

    /// <summary>[count]: the indices of the words, those of unknown words behind the padding word.</summary>
    internal ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>The words that the vocabulary does not have; null where the model has no subwords.</summary>
    internal UnknownWords? UnknownWords => _unknownWords;

    /// <summary>Adds a word.</summary>
    /// <param name="word">
    /// The word. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how it is looked up.
    /// </param>
    /// <exception cref="UnknownWordException">The word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public void Add(ReadOnlySpan<char> word)
    {
        var index = _vocabulary.GetIndex(word, out var isUnknown);
        if (isUnknown)
        {
            index = _unknownWords?.Add(word) ?? index;
            UnknownCount++;
        }

        Append(index);
    }

    /// <summary>Adds a word by its index.</summary>
    /// <param name="index">
    /// From 0 to <see cref="ElmanShape.VocabularySize"/> − 1. The padding word is −1 or
    /// <see cref="ElmanShape.VocabularySize"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such word.</exception>
    public void Add(int index)
    {
        Guard.InVocabulary(index, Model.Shape.PaddingRow);
        Append(index);
    }

    /// <summary>Removes all words; the memory is kept.</summary>
    public void Clear()
    {
        Count = 0;
        UnknownCount = 0;
        _unknownWords?.Clear();
    }

    /// <summary>How many words there are.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Count} words, {UnknownCount} unknown; {Model}";

    /// <summary>Refuses words of another model: its indices mean something else.</summary>
    /// <returns>The indices, to be read once: what is checked has to be what is run.</returns>
    internal static ReadOnlySpan<int> Require(WordBuffer words, CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (!ReferenceEquals(words.Model, model))
        {
            throw new ArgumentException("The words are those of another compiled model.", nameof(words));
        }

        return words.Indices;
    }

    private void Append(int index)
    {
        if (Count == _indices.Length)
        {
            Array.Resize(ref _indices, (int)Math.Min(Array.MaxLength, Math.Max(32, 2L * Count)));
        }

        _indices[Count++] = index;
    }
}
