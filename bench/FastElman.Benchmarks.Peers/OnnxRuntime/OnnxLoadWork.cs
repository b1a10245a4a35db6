namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>From an ONNX file's bytes to a session.</summary>
internal sealed class OnnxLoadWork(string path, OnnxForm form) : Work
{
    private readonly byte[] _graph =
        new ElmanGraph(
            ElmanModel.Load(path).ExportParameters(), form, probabilities: false).Sentences(length: 11, batch: 1);

    public override void Run() => new OnnxSession(_graph).Dispose();
}
