using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Reporting;

/// <summary>The page that a run makes.</summary>
internal static class Report
{
    public static string Page(string machine, Findings findings) =>
        $"""
        # Benchmarks

        Written by `bench/run`; `bench/run --quick` prints the same tables, with fewer rows, in a few minutes. Times are
        medians. All times of a row were measured within seconds of each other in one process, most in turns of a
        millisecond, each after its answers had been found equal to those of the network in double precision,
        probabilities to 1e-4. Ratios say how many times as long a peer takes. Unless a row says otherwise there are 127
        labels, embeddings of 50, a window of 7, and 572 words.

        All participants get the same texts, whose words are as frequent as those of a language: the probability of the
        r-th word is proportional to 1/r. The weights are made up, but such that the network is about as sure of its
        labels as a trained one. That matters where ours finds the best label by byte products, which leave more than
        one candidate in 1.0 % of the words with a network trained on ATIS (100 hidden units, its validation and test
        set), in 1.9 % with the made-up one of 100 hidden units, and in 0.2 % with that of 200.

        The peers:

        - **C++** is written by hand (bench/FastElman.Benchmarks.Peers/Cpp/elman.cpp), compiled by g++ with
          `-O3 -march=native -ffast-math` and 512-bit vectors, and has the table of all words and places of the window
          multiplied by wx in advance, as ours. OpenBLAS forms the products of several rows. Those of one row are formed
          by OpenBLAS's sgemv or by vectorised loops over panels of weights, whichever is faster on this machine when
          the network is set up. It gives the probabilities of all labels in every table, in batches too, where
          sentences run in lockstep in order of length. OpenBLAS is told the instruction set, since older versions do
          not know newer processors.
        - **ONNX Runtime** is measured in the fastest of four forms, named behind its times: r is its RNN operator,
          u a graph with a product for each time step, p means that projected rows are added instead of multiplying
          embeddings by wx, our own idea. The RNN operator is its slow path in batches, and for sentences from about 100
          hidden units on. A live stream has no loop and is r or rp.
        - **TorchSharp**, **TensorPrimitives**: what one writes with these libraries.

        **Bound**: a loop that only reads the bytes the work needs, from where they lie, or only does its multiply-adds
        on registers, measured beside the work. Counted for each word are the recurrent weights (bytes where one
        sentence runs alone, multiply-adds where several run side by side), a byte for each output weight, which is the
        least that the best label needs, and seven rows of embeddings already multiplied by wx. Where that table exceeds
        the default budget, the embeddings and the product are counted instead.

        {machine}
        {TargetTable.Of(findings)}
        What is known about the missed targets: [notes/targets.md](notes/targets.md).

        {Tables(findings)}
        """;

    /// <summary>What a run of some sections measured, and the targets that belong to it.</summary>
    public static string Part(string machine, Findings findings)
    {
        var limits = TargetTable.Rows(findings).Any() ? $"{TargetTable.Of(findings)}\n" : "";
        return $"{machine}\n{limits}{Tables(findings)}";
    }

    private static string Tables(Findings findings)
    {
        List<string> tables = [];
        if (findings.Timings.Count > 0)
        {
            tables.Add(TimingTables.Of(findings.Timings));
        }

        if (findings.SingleCalls.Count > 0)
        {
            tables.Add(LatencyTable.Of(findings.SingleCalls));
        }

        if (findings.ColdStarts is { } coldStarts)
        {
            tables.Add(ColdStartTable.Of(coldStarts));
        }

        return string.Join('\n', tables);
    }
}
