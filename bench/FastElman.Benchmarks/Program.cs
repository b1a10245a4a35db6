return FastElman.Benchmarks.BenchmarkProgram.Run(args, enterPeers: () => { });
