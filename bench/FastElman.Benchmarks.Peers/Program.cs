using FastElman.Benchmarks;
using FastElman.Benchmarks.Contest;
using FastElman.Benchmarks.Peers.OnnxRuntime;
using FastElman.Benchmarks.Peers.TensorPrimitives;
using FastElman.Benchmarks.Peers.TorchSharp;

return BenchmarkProgram.Run(args, enterPeers: () =>
{
    Participants.Enter("ONNX Runtime", OnnxEngine.All);
    Participants.Enter("TorchSharp", TorchEngine.All);
    Participants.Enter("TensorPrimitives", TensorPrimitivesEngine.All);
});
