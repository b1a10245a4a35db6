using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The embedding of every word times the rows of wx for every place of the window, computed once when the model is
/// compiled. Why: x_t·wx is the sum of one such row for each place, so that a product of depth window · embedding
/// becomes a few additions. Cost: (words + 1) · window · hidden floats, far more than wx itself for a large vocabulary,
/// hence a budget. The layout is [words, window, stride], so that the rows of one word lie together.
/// </summary>
internal sealed class ProjectedEmbeddings
{
    /// <summary>Words that are projected at a time: keeps the scratch memory small.</summary>
    private const int WordBlock = 64;

    /// <summary>Bytes of a core's second-level cache and its share of the third-level one.</summary>
    private const long UsualCache = 4 << 20;

    private readonly AlignedBuffer _rows;

    private ProjectedEmbeddings(int words, int window, int stride)
    {
        Window = window;
        Stride = stride;
        _rows = new AlignedBuffer(checked(words * window * stride));
        ExceedsCache = SizeInBytes(words, window, stride) > UsualCache;
    }

    /// <summary>Places of the window.</summary>
    public int Window { get; }

    /// <summary>Floats in a row: the hidden units, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>
    /// Whether the table exceeds the caches, so that prefetching rows pays. Measured (Zen 4, 100 hidden units, live
    /// stream, uniformly drawn words): prefetching reduces a step from 1523 to 1325 ns for 100,000 words and from 1358
    /// to 1093 ns for 20,000 words; it gains nothing for 572 words.
    /// </summary>
    public bool ExceedsCache { get; }

    /// <summary>[words, window, stride].</summary>
    public ReadOnlySpan<float> Rows => _rows.Span;

    /// <summary>Bytes that the table of so many words takes.</summary>
    public static long SizeInBytes(long words, int window, int stride) => words * window * stride * sizeof(float);

    /// <summary>Projects all words.</summary>
    /// <param name="embeddings">[words, embedding].</param>
    /// <param name="inputWeights">[window · embedding, hidden]: wx.</param>
    /// <param name="embeddingSize">Values in an embedding.</param>
    /// <param name="hiddenSize">Columns of wx.</param>
    /// <param name="width">Columns to pad to before the padding to registers, at least the hidden size.</param>
    /// <param name="instructionSet">The instruction set that will read the table.</param>
    public static ProjectedEmbeddings Create(
        float[] embeddings,
        float[] inputWeights,
        int embeddingSize,
        int hiddenSize,
        int width,
        InstructionSet instructionSet) =>
        InstructionSets.Accept<Projector, ProjectedEmbeddings>(
            instructionSet, new Projector(embeddings, inputWeights, embeddingSize, hiddenSize, width));

    /// <summary>[stride]: what a word adds at a place of the window.</summary>
    public ReadOnlySpan<float> Row(int word, int place) => _rows.Slice(((word * Window) + place) * Stride, Stride);

    /// <summary>[window, stride]: all rows of a word.</summary>
    public ReadOnlySpan<float> RowsOf(int word) => _rows.Slice(word * Window * Stride, Window * Stride);

    private readonly struct Projector(
        float[] embeddings, float[] inputWeights, int embeddingSize, int hiddenSize, int width)
        : ISimdVisitor<ProjectedEmbeddings>
    {
        public ProjectedEmbeddings Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var words = embeddings.Length / embeddingSize;
            var block = embeddingSize * hiddenSize;
            var stride = PanelLayout.RoundUp(width, TSimd.Lanes);
            var table = new ProjectedEmbeddings(words, inputWeights.Length / block, stride);
            var zeros = new float[stride];
            var projected = new float[WordBlock * stride];
            for (var place = 0; place < table.Window; place++)
            {
                var weights = new PackedMatrix(
                    inputWeights.AsSpan(place * block, block), hiddenSize, TSimd.Lanes, width);
                for (var first = 0; first < words; first += WordBlock)
                {
                    var count = Math.Min(WordBlock, words - first);
                    MatrixProduct.Multiply<TSimd, TVector>(
                        embeddings.AsSpan(first * embeddingSize),
                        embeddingSize,
                        count,
                        weights.Panels,
                        zeros,
                        0,
                        projected);
                    for (var i = 0; i < count; i++)
                    {
                        projected.AsSpan(i * stride, stride)
                            .CopyTo(table._rows.Span[((((first + i) * table.Window) + place) * stride)..]);
                    }
                }
            }

            return table;
        }
    }
}
