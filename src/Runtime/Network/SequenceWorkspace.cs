using System.Numerics;
using FastElman.Memory;
using FastElman.Packing;

namespace FastElman.Network;

/// <summary>
/// Memory for as much of a sentence as a network needs that looks at the whole of it. It grows with the longest sentence so far; up to
/// <see cref="UsualLength"/> words it is kept.
/// </summary>
internal sealed class SequenceWorkspace(PackedNetwork network)
{
    /// <summary>Memory for longer sentences is given back to the garbage collector, instead of waiting in the pool for another such sentence.</summary>
    public const int UsualLength = 4096;

    private const int FirstCapacity = 64;

    private readonly int _labels = network.OutputWeights.PaddedColumns;
    private AlignedBuffer _states;
    private AlignedBuffer _logits;
    private AlignedBuffer _scores;
    private AlignedBuffer _forward;
    private AlignedBuffer _factors;
    private int[] _reversed = [];

    /// <summary>Words that there is room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>The words in reverse order [capacity].</summary>
    public int[] Reversed => _reversed;

    /// <summary>[capacity, output stride]: what the output layer sees of every word; the padding is 0.</summary>
    public Span<float> States => _states.Span;

    /// <summary>[capacity, padded labels].</summary>
    public Span<float> Logits => _logits.Span;

    /// <summary>[capacity, padded labels]: of the best sequences, or the probabilities.</summary>
    public Span<float> Scores => _scores.Span;

    /// <summary>[capacity, padded labels]: of the way forward through the sentence.</summary>
    public Span<float> Forward => _forward.Span;

    /// <summary>[capacity, padded labels].</summary>
    public Span<float> Factors => _factors.Span;

    /// <summary>The most words that a sentence of such a network may have: its memory is one array for each of these.</summary>
    public static int MaximumLength(PackedNetwork network) =>
        ((Array.MaxLength - AlignedBuffer.Alignment) / Math.Max(network.OutputStride, network.OutputWeights.PaddedColumns)) - 1;

    /// <summary>Refuses a sentence for which there is no room in an array, where the network needs the whole of it.</summary>
    public static void Require(int words, PackedNetwork network)
    {
        if (network.NeedsWholeSentences && words > MaximumLength(network))
        {
            throw new ArgumentException($"A sentence that has to be seen whole has at most {MaximumLength(network)} words, this one has {words}.", nameof(words));
        }
    }

    /// <summary>Makes room for a sentence.</summary>
    public void Reserve(int words)
    {
        if (words <= Capacity)
        {
            return;
        }

        var capacity = (int)Math.Min(Math.Max(FirstCapacity, BitOperations.RoundUpToPowerOf2((uint)words)), MaximumLength(network));
        _reversed = new int[capacity];
        _states = new AlignedBuffer(checked(capacity * network.OutputStride));
        _logits = new AlignedBuffer(checked(capacity * _labels));
        if (network.Chain is not null)
        {
            _scores = new AlignedBuffer(_logits.Length);
        }

        if (network.Chain is { IsLearned: true })
        {
            _forward = new AlignedBuffer(_logits.Length);
            _factors = new AlignedBuffer(_logits.Length);
        }

        Capacity = capacity;
    }
}
