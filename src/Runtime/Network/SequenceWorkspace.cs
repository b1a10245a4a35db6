using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The memory for a whole sentence, in networks that have to see one before its first label is known. It grows with the
/// longest sentence so far. Memory for more than <see cref="UsualLength"/> words is not kept in a pool.
/// </summary>
internal sealed class SequenceWorkspace(PackedNetwork network)
{
    /// <summary>Words of the longest sentence whose memory a pool keeps.</summary>
    public const int UsualLength = 4096;

    private const int FirstCapacity = 64;

    private readonly AlignedBuffer _products = new((network.Chain as PackedConstraints)?.ScratchLength ?? 0);
    private readonly int _labels = network.OutputWeights.PaddedColumns;
    private AlignedBuffer _states;
    private AlignedBuffer _logits;
    private AlignedBuffer _scores;
    private AlignedBuffer _forward;
    private AlignedBuffer _factors;
    private int[] _reversed = [];
    private int[] _found = [];

    /// <summary>Words that there is room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>[capacity]: the word indices in reverse order.</summary>
    public int[] Reversed => _reversed;

    /// <summary>
    /// [capacity]: the labels that are found. Not in the caller's memory, which another thread may change: they are
    /// read again as indices of transitions and probabilities.
    /// </summary>
    public int[] Labels => _found;

    /// <summary>[capacity, output stride]: the hidden states that the output layer sees; the padding is 0.</summary>
    public Span<float> States => _states.Span;

    /// <summary>[capacity, padded labels].</summary>
    public Span<float> Logits => _logits.Span;

    /// <summary>
    /// [capacity, padded labels]: the scores of the best sequences (Viterbi), or the marginal probabilities.
    /// </summary>
    public Span<float> Scores => _scores.Span;

    /// <summary>[capacity, padded labels]: the forward sums of forward-backward.</summary>
    public Span<float> Forward => _forward.Span;

    /// <summary>[capacity, padded labels]: the factors of forward-backward.</summary>
    public Span<float> Factors => _factors.Span;

    /// <summary>Scratch memory for <see cref="PackedConstraints.Products"/>; empty where there are none.</summary>
    public Span<float> Products => _products.Span;

    /// <summary>[words, padded labels]: the part of <see cref="Logits"/> for a sentence.</summary>
    public Span<float> LogitsOf(int words) => Logits[..(words * _labels)];

    /// <summary>The most words of a sentence: each kind of value for the whole sentence is one array.</summary>
    /// <param name="network">A network that needs whole sentences.</param>
    public static int MaximumLength(PackedNetwork network)
    {
        var floatsPerWord = Math.Max(network.OutputStride, network.OutputWeights.PaddedColumns);

        // Three rows more: those of LogarithmicChain.
        return ((Array.MaxLength - AlignedBuffer.Alignment) / floatsPerWord) - 3;
    }

    /// <summary>Refuses a sentence that is too long for the network to see whole.</summary>
    /// <param name="words">Words of the sentence.</param>
    /// <param name="network">The network, of any kind.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Require(int words, PackedNetwork network)
    {
        if (network.NeedsWholeSentences && words > MaximumLength(network))
        {
            throw new ArgumentException(
                $"A sentence that has to be seen whole has at most {MaximumLength(network)} words, "
                + $"this one has {words}.",
                nameof(words));
        }
    }

    /// <summary>Makes room for a sentence of at most <see cref="MaximumLength"/> words.</summary>
    public void Reserve(int words)
    {
        if (words <= Capacity)
        {
            return;
        }

        var rounded = Math.Max(FirstCapacity, BitOperations.RoundUpToPowerOf2((uint)words));
        var capacity = (int)Math.Min(rounded, MaximumLength(network));
        _reversed = new int[capacity];
        _found = new int[capacity];
        _states = new AlignedBuffer(checked(capacity * network.OutputStride));
        _logits = new AlignedBuffer(checked(capacity * _labels));
        if (network.Chain is not null)
        {
            _scores = new AlignedBuffer(_logits.Length);
            _forward = new AlignedBuffer(_logits.Length);
            _factors = new AlignedBuffer(_logits.Length);
        }

        Capacity = capacity;
    }
}
