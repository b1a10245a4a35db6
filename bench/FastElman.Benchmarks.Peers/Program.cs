using FastElman.Benchmarks;
using FastElman.Benchmarks.Contest;
using FastElman.Benchmarks.Peers.OnnxRuntime;
using FastElman.Benchmarks.Peers.TensorPrimitives;
using FastElman.Benchmarks.Peers.TorchSharp;

return BenchmarkProgram.Run(args, enterPeers: () =>
{
    Field.Enter("ONNX Runtime", OnnxContestant.All);
    Field.Enter("TorchSharp", TorchContestant.All);
    Field.Enter("TensorPrimitives", TensorPrimitivesContestant.All);
});
