using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;
using Microsoft.Extensions.ObjectPool;

namespace FastElman;

/// <summary>Labels the words of whole sentences.</summary>
/// <remarks>
/// Thread-safe: one tagger serves all threads, without locks. The workspace of a run comes from a pool: a call on
/// indices allocates only where more calls run at the same time than ever before. A model that labels whole sentences
/// (<see cref="CompiledModel.CanStream"/> is false) also allocates for a sentence longer than all before it, and for
/// every sentence of more than 4096 words. Spans that a call writes to share no memory with each other and with those
/// that it reads: it refuses them before it writes anything. Memory that another thread changes during a call makes
/// the results of that call worthless, and nothing else: no memory but the spans and the workspace is read or written.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tagger
{
    /// <summary>Sentences up to this many words need no rented memory for their indices.</summary>
    private const int ShortSentence = 128;

    private readonly ElmanShape _shape;
    private readonly ForwardPass _forward;
    private readonly DefaultObjectPool<SentenceWorkspace> _workspaces;
    private readonly DefaultObjectPool<TextWorkspace> _texts;
    private readonly UnknownTokens? _unknownTokens;

    /// <summary>Makes a tagger, which is cheap: the model is shared.</summary>
    /// <param name="model">The compiled model, shared.</param>
    public Tagger(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _shape = model.Shape;
        _forward = ForwardPass.Create(model.Network, model.InstructionSet);
        _workspaces = WorkspacePools.CreateForSentences(model.Network);
        _texts = WorkspacePools.Create(() => new TextWorkspace(), each => each.IsOfUsualSize);
        _unknownTokens = UnknownTokens.Of(model);
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The instruction set that this tagger's kernels were made with.</summary>
    public InstructionSet InstructionSet => _forward.InstructionSet;

    /// <summary>Labels a sentence of word indices. Allocates nothing.</summary>
    /// <param name="words">
    /// The indices [n], from 0 to <see cref="ElmanShape.VocabularySize"/> − 1. The padding word is −1 or
    /// <see cref="ElmanShape.VocabularySize"/>. May be empty.
    /// </param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <exception cref="ArgumentException">The spans differ in length, or share memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing was written.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void Tag(ReadOnlySpan<int> words, Span<int> labels)
    {
        Validate(words, labels);
        Run(words, new ForwardOutput(labels));
    }

    /// <summary>
    /// Labels a sentence of word indices and gives the probability of every label. Allocates nothing.
    /// </summary>
    /// <param name="words">The indices [n], as in <see cref="Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="probabilities">Receives the probabilities [n, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The spans do not fit in length, or share memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing was written.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void Tag(ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities)
    {
        Guard.ProbabilityMatrix(words.Length, _shape.LabelCount, probabilities.Length);
        Guard.NoOverlap<float, int>(probabilities, words);
        Guard.NoOverlap<float, int>(probabilities, labels);
        Validate(words, labels);
        Run(words, new ForwardOutput(labels, probabilities));
    }

    /// <summary>
    /// Labels a sentence of word indices and gives the probability of each word's label. Allocates nothing. It takes
    /// less time than the probabilities of all labels.
    /// </summary>
    /// <param name="words">The indices [n], as in <see cref="Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="confidence">
    /// Receives the probability of each label [n], 0 to 1: the same bits as in
    /// <see cref="Tag(ReadOnlySpan{int}, Span{int}, Span{float})"/> where words are labelled by themselves; with every
    /// other decoding its probability in all label sequences of the sentence that the decoding allows.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The spans differ in length, or share memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing was written.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void TagWithConfidence(ReadOnlySpan<int> words, Span<int> labels, Span<float> confidence)
    {
        Guard.OneConfidencePerWord(words.Length, confidence.Length);
        Guard.NoOverlap<float, int>(confidence, words);
        Guard.NoOverlap<float, int>(confidence, labels);
        Validate(words, labels);
        if (!words.IsEmpty)
        {
            RunWithConfidence(words, labels, new LabelConfidence(confidence));
        }
    }

    /// <summary>Labels a sentence of words. Allocates nothing for sentences of up to 128 words.</summary>
    /// <param name="words">
    /// The words [n]. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how they are looked up.
    /// </param>
    /// <param name="labels">Receives the labels [n].</param>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// The spans differ in length, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public void Tag(ReadOnlySpan<string> words, Span<string> labels)
    {
        var (tokenizer, labelSet) = Model.RequireNames();
        Guard.OneLabelPerWord(words.Length, labels.Length);

        var unknownWords = _unknownTokens?.Rent();
        int[]? rented = null;
        var indices = words.Length <= ShortSentence
            ? stackalloc int[2 * ShortSentence]
            : rented = ArrayPool<int>.Shared.Rent(checked(2 * words.Length));
        try
        {
            var wordIndices = indices[..words.Length];
            var labelIndices = indices.Slice(words.Length, words.Length);
            for (var i = 0; i < words.Length; i++)
            {
                var word = words[i]
                    ?? throw new ArgumentException($"The word at position {i} is null.", nameof(words));
                wordIndices[i] = UnknownTokens.IndexOf(word, tokenizer.Vocabulary, unknownWords);
            }

            SequenceWorkspace.Require(words.Length, Model.Network);
            Run(wordIndices, new ForwardOutput(labelIndices), unknownWords);
            for (var i = 0; i < words.Length; i++)
            {
                labels[i] = labelSet[labelIndices[i]];
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<int>.Shared.Return(rented);
            }

            if (unknownWords is not null)
            {
                _unknownTokens!.Return(unknownWords);
            }
        }
    }

    /// <summary>Labels a sentence of words.</summary>
    /// <param name="words">The words, as in <see cref="Tag(ReadOnlySpan{string}, Span{string})"/>.</param>
    /// <returns>The label of each word.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public string[] Tag(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var array = words as string[] ?? [.. words];
        var labels = new string[array.Length];
        Tag(array.AsSpan(), labels);
        return labels;
    }

    /// <summary>How the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Model.ToString();

    /// <summary>Labels a sentence of word indices, and gives the probability of labels.</summary>
    /// <param name="words">The indices [n], as in <see cref="Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="confidence">Receives the probabilities.</param>
    internal void Tag(ReadOnlySpan<int> words, Span<int> labels, LabelConfidence confidence)
    {
        Validate(words, labels);
        RunWithConfidence(words, labels, confidence);
    }

    /// <returns>The number of words that the product in bytes has left open.</returns>
    [MethodImpl(HotPath.Compiled)]
    private int Run(ReadOnlySpan<int> words, ForwardOutput output, UnknownWords? unknownWords = null)
    {
        var state = _workspaces.Get();
        try
        {
            state.Step.Use(unknownWords);
            var before = state.Step.RescoredCount;
            _forward.Run(words, output, state);
            return state.Step.RescoredCount - before;
        }
        finally
        {
            // A pool keeps no memory of the caller.
            state.Step.Use(null);
            _workspaces.Return(state);
        }
    }

    [MethodImpl(HotPath.Inlined)]
    private void Validate(ReadOnlySpan<int> words, Span<int> labels)
    {
        Guard.OneLabelPerWord(words.Length, labels.Length);
        Guard.InVocabulary(words, _shape.PaddingRow);
        Guard.NoOverlap<int, int>(labels, words);
        SequenceWorkspace.Require(words.Length, Model.Network);
    }
}
