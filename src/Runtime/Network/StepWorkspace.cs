using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// Scratch memory for the equations of a time step, for up to a number of rows that is fixed at construction. Nothing
/// in it outlives a step, except a count.
/// </summary>
internal sealed class StepWorkspace
{
    private readonly AlignedBuffer _window;
    private readonly AlignedBuffer _lookahead;
    private readonly AlignedBuffer _logits;
    private readonly AlignedBuffer _sums;
    private readonly short[] _int16;
    private readonly nint[] _rowAddresses;
    private readonly int _sentenceRows;
    private readonly int _vocabularyRows;
    private MissingRows? _missingRows;
    private ByteTrials _byteTrials;

    private StepWorkspace(PackedNetwork network, int steps, int windowRows, int sentenceRows)
    {
        var layer = network.Forward;
        var hidden = Math.Max(layer.Stride, network.OutputStride);
        var labels = network.OutputWeights.PaddedColumns;

        // A table of projected embeddings takes the place of the embeddings and of their products.
        var isProduct = layer.Projection is null;
        var arena = new AlignedArena(
            isProduct ? checked(windowRows * layer.Shape.EmbeddingSize) : 0,
            isProduct ? checked(steps * layer.Stride) : 0,
            checked(steps * labels),
            Math.Max(hidden, labels));
        (_window, _lookahead, _logits, _sums) = (arena.Slice(0), arena.Slice(1), arena.Slice(2), arena.Slice(3));
        Bytes = new byte[Math.Max(hidden, (network.ByteWeights?.Groups ?? 0) * ByteWeights.GroupSize)];

        // A group of two may reach one beyond the hidden units.
        _int16 = new short[hidden + 1];
        _sentenceRows = sentenceRows;
        _vocabularyRows = network.Shape.PaddingRow + 1;
        RowLimit = _vocabularyRows;
        _rowAddresses = new nint[isProduct ? 0 : Math.Max(sentenceRows, layer.Shape.WindowSize)];
        if (layer.Projection is { } table && (sentenceRows == 0 || !table.HasRoomForAll))
        {
            _missingRows = new MissingRows(layer, sentenceRows);
        }
    }

    /// <summary>[rows that the windows cover, embedding]: the embeddings of their words; empty with a table.</summary>
    public Span<float> Window => _window.Span;

    /// <summary>[steps, stride]: the look-ahead of each step; empty with a table.</summary>
    public Span<float> Lookahead => _lookahead.Span;

    /// <summary>
    /// [rows that successive windows cover, or one window]: where the projected rows of their words are; empty without
    /// a table.
    /// </summary>
    public Span<nint> RowAddresses => _rowAddresses;

    /// <summary>[steps, padded labels].</summary>
    public Span<float> Logits => _logits.Span;

    /// <summary>[stride or padded labels, whichever is more]: sums of integer products, bounds of logits.</summary>
    public Span<float> Sums => _sums.Span;

    /// <summary>
    /// [stride, or groups · 4 where that is more]: the hidden state of one step, quantised to bytes. The weights of
    /// units that do not exist are 0.
    /// </summary>
    public byte[] Bytes { get; }

    /// <summary>
    /// The number of labels, of all runs so far, that were left to floats though there are weights in bytes. A run
    /// counts its own by the difference, which is right also after 2^32 of them.
    /// </summary>
    public int RescoredCount { get; set; }

    /// <summary>Whether the product in bytes is worth trying, by what became of the words before.</summary>
    public ref ByteTrials ByteTrials => ref _byteTrials;

    /// <summary>
    /// The embeddings of words that the vocabulary does not have, whose indices follow that of the padding word; null
    /// where a run has none.
    /// </summary>
    public UnknownWords? UnknownWords { get; private set; }

    /// <summary>No embedding row of the run is as large.</summary>
    public int RowLimit { get; private set; }

    /// <summary>For successive time steps of one sentence, whose windows overlap.</summary>
    /// <param name="network">The network.</param>
    /// <param name="steps">Time steps at a time.</param>
    public static StepWorkspace ForSequence(PackedNetwork network, int steps) =>
        new(network, steps, RowsOf(network, steps), RowsOf(network, steps));

    /// <summary>For one time step of each of several sentences or streams.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">Sentences or streams at a time.</param>
    public static StepWorkspace ForLockstep(PackedNetwork network, int rows) =>
        new(network, rows, checked(rows * network.Shape.WindowSize), sentenceRows: 0);

    /// <summary>output = start + x · matrix, in 16-bit integers.</summary>
    /// <param name="x">[stride]: the left side, quantised here.</param>
    /// <param name="matrix">The quantised weights.</param>
    /// <param name="start">[columns]: what the sums begin with.</param>
    /// <param name="output">[columns]: receives the sums; may be the memory of <paramref name="start"/>.</param>
    /// <param name="direction">The direction in which the weights are read.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> x, Int16Matrix matrix, ReadOnlySpan<float> start, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Int16Product.ToInt16<TSimd, TVector>(x, matrix.Factor, _int16);
        var integers = _int16.AsSpan(0, matrix.Groups * Int16Matrix.GroupSize);
        var sums = Sums[..output.Length];
        if (matrix.Sparse is { } sparse)
        {
            Int16Product.Multiply<TSimd, TVector>(
                integers, sparse.Panels, matrix.Scales, start, sums, output, direction);
        }
        else
        {
            Int16Product.Multiply<TSimd, TVector>(
                integers, matrix.Panels, matrix.Scales, start, sums, output, direction);
        }
    }

    /// <summary>Says which words the next run has that the vocabulary does not have; null for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Use(UnknownWords? words)
    {
        if (words is not null || UnknownWords is not null)
        {
            UnknownWords = words;
            RowLimit = words?.Limit ?? _vocabularyRows;
        }
    }

    /// <summary>The embedding row of a word; that of the padding word for a number that is none of the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RowOf(int word) => (uint)word < (uint)RowLimit ? word : _vocabularyRows - 1;

    /// <summary>
    /// Scratch memory for the rows of words that are not in the table. Where there is room for all, a sentence needs it
    /// only while another thread brings in a word; then it is made here.
    /// </summary>
    public MissingRows MissingRows(PackedHiddenLayer layer) => _missingRows ??= new MissingRows(layer, _sentenceRows);

    /// <summary>The rows that successive windows cover together.</summary>
    private static int RowsOf(PackedNetwork network, int steps) => checked(steps + (2 * network.Shape.WindowReach));
}
