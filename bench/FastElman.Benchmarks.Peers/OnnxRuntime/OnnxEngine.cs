using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// ONNX Runtime, with the graph as an exporter would write it, or with this library's own idea built into the graph.
/// </summary>
internal sealed class OnnxEngine(bool projected) : Engine
{
    public override string Name => projected ? "ONNX Runtime, projected" : "ONNX Runtime";

    public static IEnumerable<Engine> All()
    {
        Participants.Versions.Add($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
        return [new OnnxEngine(projected: false), new OnnxEngine(projected: true)];
    }

    public override bool Takes(Workload workload) =>
        base.Takes(workload)
            && (!projected || ProjectedTable.Bytes(workload.Shape) <= CompileOptions.DefaultProjectionBudget);

    public override Work Sentence(ElmanParameters parameters, int[] words) => Batch(parameters, [words]);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) =>
        new OnnxSentencesWork(parameters, sentences, projected);

    public override Work Streams(ElmanParameters parameters, int[][] texts) =>
        new OnnxStreamsWork(parameters, texts, projected);

    public override Work Load(string path) => new OnnxLoadWork(path, projected);

    public override float[] Probabilities(ElmanParameters parameters, int[] words) =>
        OnnxSentencesWork.Probabilities(parameters, words, projected);

    public override float[] StreamProbabilities(ElmanParameters parameters, int[] words) =>
        OnnxStreamsWork.Probabilities(parameters, words, projected);
}
