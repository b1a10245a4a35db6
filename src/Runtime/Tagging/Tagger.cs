using System.Buffers;
using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;
using Microsoft.Extensions.ObjectPool;

namespace FastElman;

/// <summary>Labels the words of whole sentences.</summary>
/// <remarks>
/// Thread-safe: one tagger serves all threads, without locks. The memory of a run comes from a pool, so that once as many runs
/// have been under way as ever are at a time, a call on indices allocates nothing; where the model needs whole sentences
/// (<see cref="CompiledModel.CanStream"/> is false), once there was a sentence as long, or always beyond 4096 words.
/// </remarks>
public sealed class Tagger
{
    /// <summary>Run states that are kept: as many threads can tag at a time without an allocation.</summary>
    private const int RetainedRunStates = 64;

    /// <summary>Sentences up to this many words need no rented memory for their indices.</summary>
    private const int ShortSentence = 128;

    private readonly ForwardPass _forward;
    private readonly DefaultObjectPool<SentenceWorkspace> _states;

    /// <summary>Makes a tagger for a model; cheap, the model is shared.</summary>
    /// <param name="model">The compiled model, shared.</param>
    public Tagger(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _forward = ForwardPass.Create(model.Network, model.InstructionSet);
        _states = new DefaultObjectPool<SentenceWorkspace>(
            new PooledPolicy<SentenceWorkspace>(() => new SentenceWorkspace(model.Network), each => each.IsOfUsualSize),
            RetainedRunStates);
    }

    /// <summary>The model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The instruction set that this tagger's kernels were made with.</summary>
    public InstructionSet InstructionSet => _forward.InstructionSet;

    /// <summary>Labels a sentence of word indices. Allocates nothing.</summary>
    /// <param name="words">
    /// The indices [n], from 0 to the vocabulary's size − 1; −1, like the index after the last word, is the padding word. May be empty.
    /// </param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <exception cref="ArgumentException">The spans differ in length, or share memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing was written.</exception>
    public void Tag(ReadOnlySpan<int> words, Span<int> labels) => Run(words, new ForwardOutput(Checked(words, labels)));

    /// <summary>Labels a sentence of word indices and gives the probability of every label. Allocates nothing.</summary>
    /// <param name="words">The indices [n], as in <see cref="Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="probabilities">Receives the probabilities [n, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">The spans do not fit in length, or words and labels share memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing was written.</exception>
    public void Tag(ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities)
    {
        Guard.ProbabilityMatrix(words.Length, Model.Shape.LabelCount, probabilities.Length);

        Run(words, new ForwardOutput(Checked(words, labels), probabilities));
    }

    /// <summary>Labels a sentence of words. Allocates nothing for sentences of up to 128 words.</summary>
    /// <param name="words">The words [n]; those that the vocabulary lacks are treated as
    /// <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says.</param>
    /// <param name="labels">Receives the labels [n].</param>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">The spans differ in length, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public void Tag(ReadOnlySpan<string> words, Span<string> labels)
    {
        var (vocabulary, labelSet) = RequireNames();
        Guard.OneLabelPerWord(words.Length, labels.Length);

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
                wordIndices[i] = vocabulary.GetIndex(words[i] ?? throw new ArgumentNullException(nameof(words), $"The word at place {i} is null."));
            }

            Tag(wordIndices, labelIndices);
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
        }
    }

    /// <summary>Labels a sentence of words.</summary>
    /// <param name="words">The words, as in <see cref="Tag(ReadOnlySpan{string}, Span{string})"/>.</param>
    /// <returns>The label of each word.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public string[] Tag(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var array = words as string[] ?? [.. words];
        var labels = new string[array.Length];
        Tag(array.AsSpan(), labels);
        return labels;
    }

    /// <summary>Labels a sentence of plain text, whose words are what white space separates.</summary>
    /// <param name="sentence">The text; may be empty.</param>
    /// <returns>The words with their labels, in order.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public TaggedWord[] TagSentence(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var words = sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var labels = Tag(words);
        return [.. words.Zip(labels, (word, label) => new TaggedWord(word, label))];
    }

    [MethodImpl(HotPath.Compiled)]
    private void Run(ReadOnlySpan<int> words, ForwardOutput output)
    {
        var state = _states.Get();
        try
        {
            _forward.Run(words, output, state);
        }
        finally
        {
            _states.Return(state);
        }
    }

    private Span<int> Checked(ReadOnlySpan<int> words, Span<int> labels)
    {
        Guard.OneLabelPerWord(words.Length, labels.Length);
        Guard.InVocabulary(words, Model.Shape.PaddingRow);
        Guard.NoOverlap(words, labels);
        SequenceWorkspace.Require(words.Length, Model.Network);
        return labels;
    }

    private (Vocabulary Vocabulary, LabelSet Labels) RequireNames() => (Model.Vocabulary, Model.Labels) switch
    {
        ({ } vocabulary, { } labels) => (vocabulary, labels),
        (null, _) => throw new InvalidOperationException("The model has no vocabulary: it takes word indices only."),
        _ => throw new InvalidOperationException("The model has no label set: it gives label indices only."),
    };
}
