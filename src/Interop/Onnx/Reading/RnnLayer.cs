using FastElman.Interop.Layouts;
using FastElman.Interop.Onnx.Writing;
using FastElman.Model;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>The operator RNN with its weights.</summary>
/// <param name="Activation">The activation of its units.</param>
/// <param name="Directions">1, or 2 where it reads from the end too.</param>
/// <param name="HiddenSize">Units for each direction.</param>
/// <param name="InputWeights">[directions, hidden, inputs].</param>
/// <param name="RecurrentWeights">[directions, hidden, hidden].</param>
/// <param name="Biases">[directions, 2 · hidden], those of the inputs and those of the recurrence; or null.</param>
/// <param name="InitialStates">[directions, hidden]; or null.</param>
internal sealed record RnnLayer(
    HiddenActivation Activation,
    int Directions,
    int HiddenSize,
    float[] InputWeights,
    float[] RecurrentWeights,
    float[]? Biases,
    float[]? InitialStates)
{
    /// <summary>Copies one direction into the parameters of a layer with a window of 1.</summary>
    public void CopyTo(ElmanParameters parameters, HiddenLayerTensors layer, int direction)
    {
        var inputs = parameters.Shape.InputSize;
        Matrices.Transpose(
            InputWeights.AsSpan(direction * HiddenSize * inputs, HiddenSize * inputs),
            HiddenSize,
            inputs,
            parameters[layer.InputWeights]);
        Matrices.Transpose(
            RecurrentWeights.AsSpan(direction * HiddenSize * HiddenSize, HiddenSize * HiddenSize),
            HiddenSize,
            HiddenSize,
            parameters[layer.RecurrentWeights]);
        for (var unit = 0; unit < HiddenSize; unit++)
        {
            if (Biases is not null)
            {
                var ofInputs = (2 * direction * HiddenSize) + unit;
                parameters[layer.Bias][unit] = Biases[ofInputs] + Biases[ofInputs + HiddenSize];
            }

            if (InitialStates is not null)
            {
                parameters[layer.InitialState][unit] = InitialStates[(direction * HiddenSize) + unit];
            }
        }
    }
}
