using FastElman.Benchmarks;
using FastElman.Benchmarks.Contest;
using FastElman.Benchmarks.Peers.Cpp;
using FastElman.Benchmarks.Peers.OnnxRuntime;
using FastElman.Benchmarks.Peers.TensorPrimitives;
using FastElman.Benchmarks.Peers.TorchSharp;

return BenchmarkProgram.Run(args, enterPeers: () =>
{
    Participants.Enter("C++", CppEngine.All);
    Participants.Enter("ONNX Runtime", OnnxEngine.Enter);
    Participants.Enter("TorchSharp", TorchEngine.All);
    Participants.Enter("TensorPrimitives", TensorPrimitivesEngine.All);
});
