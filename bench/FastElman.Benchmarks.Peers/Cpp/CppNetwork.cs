using System.Runtime.InteropServices;

namespace FastElman.Benchmarks.Peers.Cpp;

/// <summary>The network of elman.cpp. All answers are probabilities [words, <see cref="Stride"/>] and labels.</summary>
internal sealed unsafe partial class CppNetwork : IDisposable
{
    private const string Library = "elman";
    private const int CacheLine = 64;

    /// <param name="parameters">The network.</param>
    /// <param name="words">The most words it will be asked about at a time.</param>
    public CppNetwork(ElmanParameters parameters, int words)
    {
        var shape = parameters.Shape;
        fixed (float* embeddings = parameters.Embeddings, wx = parameters.InputWeights)
        fixed (float* wh = parameters.RecurrentWeights, w = parameters.OutputWeights)
        fixed (float* bh = parameters.HiddenBias, b = parameters.OutputBias, h0 = parameters.InitialState)
        {
            Handle = New(
                shape.HiddenSize,
                shape.LabelCount,
                shape.VocabularySize + 1,
                shape.EmbeddingSize,
                shape.WindowSize,
                embeddings,
                wx,
                wh,
                w,
                bh,
                b,
                h0);
        }

        Stride = StrideOf(Handle);
        Probabilities = (float*)NativeMemory.AlignedAlloc((nuint)words * (nuint)Stride * sizeof(float), CacheLine);
    }

    public nint Handle { get; }

    /// <summary>Values from one row of probabilities to the next.</summary>
    public int Stride { get; }

    /// <summary>[words, <see cref="Stride"/>]: the last answers.</summary>
    public float* Probabilities { get; }

    /// <summary>For example: OpenBLAS 0.3.21, kernels SkylakeX.</summary>
    public static string Blas()
    {
        var words = Marshal.PtrToStringUTF8(BlasConfiguration())!.Split(' ');
        return $"{words[0]} {words[1]} (kernels {Marshal.PtrToStringUTF8(BlasKernels())})";
    }

    /// <summary>A sentence of so many words.</summary>
    [LibraryImport(Library, EntryPoint = "elman_sentence")]
    public static partial void Sentence(nint network, int* words, int count, float* probabilities, int* labels);

    /// <summary>Sentences end to end, with their lengths.</summary>
    [LibraryImport(Library, EntryPoint = "elman_batch")]
    public static partial void Batch(
        nint network, int* words, int* lengths, int count, float* probabilities, int* labels);

    /// <summary>So many live streams.</summary>
    [LibraryImport(Library, EntryPoint = "elman_streams_new")]
    public static partial nint NewStreams(nint network, int count);

    [LibraryImport(Library, EntryPoint = "elman_streams_delete")]
    public static partial void DeleteStreams(nint streams);

    /// <summary>The next word of every stream.</summary>
    /// <returns>Whether there are answers: not for the first words, whose windows are not full.</returns>
    [LibraryImport(Library, EntryPoint = "elman_streams_tick")]
    public static partial int Tick(nint streams, int* words, float* probabilities, int* labels);

    /// <summary>The probabilities [words, labels] of the first words.</summary>
    public float[] Copy(int words, int labels)
    {
        var copy = new float[words * labels];
        for (var t = 0; t < words; t++)
        {
            new ReadOnlySpan<float>(Probabilities + ((long)t * Stride), labels).CopyTo(copy.AsSpan(t * labels));
        }

        return copy;
    }

    public void Dispose()
    {
        Delete(Handle);
        NativeMemory.AlignedFree(Probabilities);
    }

    [LibraryImport(Library, EntryPoint = "elman_new")]
    private static partial nint New(
        int hidden,
        int labels,
        int words,
        int embedding,
        int window,
        float* embeddings,
        float* wx,
        float* wh,
        float* w,
        float* bh,
        float* b,
        float* h0);

    [LibraryImport(Library, EntryPoint = "elman_delete")]
    private static partial void Delete(nint network);

    [LibraryImport(Library, EntryPoint = "elman_stride")]
    private static partial int StrideOf(nint network);

    [LibraryImport(Library, EntryPoint = "elman_blas")]
    private static partial nint BlasConfiguration();

    [LibraryImport(Library, EntryPoint = "elman_blas_kernels")]
    private static partial nint BlasKernels();
}
