namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>Ways to write the network as a graph.</summary>
[Flags]
internal enum OnnxForm
{
    /// <summary>ONNX's own recurrent operator on products of embeddings: what an exporter would write.</summary>
    Recurrent = 0,

    /// <summary>Sums of rows that were multiplied by wx in advance, as this library does.</summary>
    Projected = 1,

    /// <summary>In place of the recurrent operator a product and a sigmoid for each time step.</summary>
    Unrolled = 2,
}
