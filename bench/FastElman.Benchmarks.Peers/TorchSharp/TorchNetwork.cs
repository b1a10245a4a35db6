using static TorchSharp.torch;

namespace FastElman.Benchmarks.Peers.TorchSharp;

/// <summary>
/// The network in TorchSharp's tensors: one product for all inputs, one a time step, one for all outputs.
/// </summary>
internal sealed class TorchNetwork(ElmanParameters parameters) : IDisposable
{
    private readonly ElmanShape _shape = parameters.Shape;
    private readonly Tensor _embeddings = Parameter(parameters, ElmanTensor.Embeddings);
    private readonly Tensor _inputWeights = Parameter(parameters, ElmanTensor.InputWeights);
    private readonly Tensor _recurrentWeights = Parameter(parameters, ElmanTensor.RecurrentWeights);
    private readonly Tensor _outputWeights = Parameter(parameters, ElmanTensor.OutputWeights);
    private readonly Tensor _hiddenBias = Parameter(parameters, ElmanTensor.HiddenBias);
    private readonly Tensor _outputBias = Parameter(parameters, ElmanTensor.OutputBias);
    private readonly Tensor _initialState = Parameter(parameters, ElmanTensor.InitialState);

    /// <summary>h0 for so many sentences: [batch, hidden].</summary>
    /// <remarks>
    /// In a scope, which holds the tensor in between. A tensor that nobody holds is freed by its finalizer, at once if
    /// a garbage collection comes while the native call for it runs.
    /// </remarks>
    public Tensor InitialState(int batch)
    {
        using var scope = NewDisposeScope();
        return _initialState.unsqueeze(0).repeat(batch, 1).DetachFromDisposeScope();
    }

    /// <summary>Windows [length · batch · window] to x·wx + bh [length, batch, hidden].</summary>
    public Tensor Inputs(Tensor windows, int length, int batch)
    {
        var x = _embeddings.index_select(0, windows).reshape(length * batch, _shape.InputSize);
        return _hiddenBias.addmm(x, _inputWeights).reshape(length, batch, _shape.HiddenSize);
    }

    /// <summary>Input and state before [batch, hidden] to the state after.</summary>
    public Tensor Step(Tensor input, Tensor before) => input.addmm(before, _recurrentWeights).sigmoid_();

    /// <summary>States [words, hidden] to logits [words, labels].</summary>
    public Tensor Logits(Tensor states) => _outputBias.addmm(states, _outputWeights);

    /// <summary>All of it: windows [length · batch · window] to logits [length · batch, labels].</summary>
    public Tensor Logits(Tensor windows, Tensor initialState, int length, int batch)
    {
        var inputs = Inputs(windows, length, batch);
        var states = new Tensor[length];
        var state = initialState;
        for (var t = 0; t < length; t++)
        {
            state = states[t] = Step(inputs[t], state);
        }

        return Logits(cat(states));
    }

    public void Dispose()
    {
        Tensor[] all =
            [_embeddings, _inputWeights, _recurrentWeights, _outputWeights, _hiddenBias, _outputBias, _initialState];
        foreach (var each in all)
        {
            each.Dispose();
        }
    }

    private static Tensor Parameter(ElmanParameters parameters, ElmanTensor which) =>
        tensor(
            parameters[which].ToArray(),
            [.. parameters.Shape.GetDimensions(which).Select(dimension => (long)dimension)]);
}
