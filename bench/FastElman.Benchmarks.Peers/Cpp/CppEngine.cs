namespace FastElman.Benchmarks.Peers.Cpp;

/// <summary>
/// The network written in C++ on OpenBLAS (elman.cpp), which computes all probabilities in all forms.
/// </summary>
internal sealed class CppEngine : Engine
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "libelman.so");

    public override string Name => "C++";

    public override bool IsForDotNet => false;

    public static IEnumerable<Engine> All()
    {
        if (!File.Exists(Library))
        {
            throw new DllNotFoundException(
                "bench/run builds it from Cpp/elman.cpp with g++ and OpenBLAS (Debian: g++ libopenblas-dev)");
        }

        Participants.Versions.Add(CppNetwork.Blas());
        return [new CppEngine()];
    }

    /// <summary>Where its table takes no more memory than ours may by default.</summary>
    public override bool Takes(Workload workload) =>
        base.Takes(workload)
        && workload is not LoadWorkload
        && ProjectedTable.Bytes(workload.Shape) <= CompileOptions.DefaultProjectionBudget;

    public override Work Sentence(ElmanParameters parameters, int[] words) =>
        new CppSentencesWork(parameters, [words]);

    public override Work OneByOne(ElmanParameters parameters, int[][] sentences) =>
        new CppSentencesWork(parameters, sentences);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) =>
        new CppBatchWork(parameters, sentences);

    public override Work AllAtOnce(ElmanParameters parameters, int[][] sentences) => Batch(parameters, sentences);

    public override Work Streams(ElmanParameters parameters, int[][] texts) => new CppStreamsWork(parameters, texts);

    public override unsafe float[] Probabilities(ElmanParameters parameters, int[] words)
    {
        using var network = new CppNetwork(parameters, words.Length);
        fixed (int* first = words, labels = new int[words.Length])
        {
            CppNetwork.Sentence(network.Handle, first, words.Length, network.Probabilities, labels);
        }

        return network.Copy(words.Length, parameters.Shape.LabelCount);
    }

    public override unsafe float[] StreamProbabilities(ElmanParameters parameters, int[] words)
    {
        using var network = new CppNetwork(parameters, words: 1);
        var streams = CppNetwork.NewStreams(network.Handle, 1);
        var answers = new List<float>();
        foreach (var word in words)
        {
            var (next, label) = (word, 0);
            if (CppNetwork.Tick(streams, &next, network.Probabilities, &label) != 0)
            {
                answers.AddRange(network.Copy(1, parameters.Shape.LabelCount));
            }
        }

        CppNetwork.DeleteStreams(streams);
        return [.. answers];
    }
}
