namespace FastElman.Training.Backpropagation;

/// <summary>The masks of all hidden layers of a network in training; none until weights are removed.</summary>
/// <param name="parameters">The network.</param>
internal sealed class RecurrentMasks(TrainingParameters parameters)
{
    private RecurrentMask[] _masks = [];

    /// <summary>Chooses the largest weights of the network as it is now.</summary>
    /// <param name="density">The share of the weights that is kept, above 0; 1 for all of them.</param>
    public void Find(double density)
    {
        var shape = parameters.Shape;
        _masks = density < 1
            ? Array.ConvertAll(
                parameters.Layers,
                layer => RecurrentMask.Largest(layer, shape.RecurrentSize, shape.HiddenSize, density))
            : [];
    }

    /// <summary>Sets what was removed to 0, in the network or in other parameters of its shape.</summary>
    public void Apply(TrainingParameters target)
    {
        for (var layer = 0; layer < _masks.Length; layer++)
        {
            _masks[layer].Apply(target.Layers[layer].RecurrentWeights);
        }
    }
}
