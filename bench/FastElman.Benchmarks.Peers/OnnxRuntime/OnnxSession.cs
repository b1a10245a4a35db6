using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// A session on one thread whose inputs and outputs are arrays of ours, bound once: a run passes nothing and allocates
/// nothing.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];
    private readonly List<OrtIoBinding> _bindings = [];
    private readonly InferenceSession _session;

    public OnnxSession(byte[] graph)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(graph, options);
    }

    /// <summary>A new set of inputs and outputs for <see cref="Run"/>.</summary>
    public OrtIoBinding Bind()
    {
        var binding = _session.CreateIoBinding();
        _bindings.Add(binding);
        return binding;
    }

    /// <summary>An array as a tensor that the bindings can share.</summary>
    public OrtValue Tensor<T>(T[] values, params long[] dimensions)
        where T : unmanaged
    {
        var tensor = OrtValue.CreateTensorValueFromMemory(values, dimensions);
        _values.Add(tensor);
        return tensor;
    }

    public void Run(OrtIoBinding binding) => _session.RunWithBinding(_run, binding);

    public void Dispose()
    {
        _bindings.ForEach(binding => binding.Dispose());
        _values.ForEach(value => value.Dispose());
        _session.Dispose();
        _run.Dispose();
    }
}
