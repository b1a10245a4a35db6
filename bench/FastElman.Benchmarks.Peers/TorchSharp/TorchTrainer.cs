using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastElman.Benchmarks.Peers.TorchSharp;

/// <summary>
/// The tutorial's step with autograd: one product for all inputs, one a time step, one for all outputs. The sentences
/// lie ready in tensors.
/// </summary>
/// <remarks>
/// What was tried, in seconds an epoch of ATIS with 100 and with 200 hidden units (a Zen 4 core that others used too;
/// medians of steps; the lesser of two runs, which differ by 5 to 15 %): this way 1.95 and 2.78; with index_select in
/// place of the Embedding module 2.12 and 2.88, and that with one change more:
/// <list type="bullet">
/// <item>torch.autograd.grad in place of backward() 2.07 and 2.97; gradients set to zero and kept 2.14 and 3.08;
/// optim.SGD 2.27 and 3.13;</item>
/// <item>a vector for the state, not a matrix of one row: addmv 2.05 and 2.86, mv and add 2.15 and 3.25;</item>
/// <item>narrow in place of split 2.32 and 3.16; sigmoid not in place 2.05 and 2.81;</item>
/// <item>the rows of the sentence looked up once, the windows strides over them: 2.17 and 3.01;</item>
/// <item>TorchScript: for the recurrence 2.34 and 3.03, for all of the forward pass 2.55 and 2.97;</item>
/// <item>the gradient of wh left out of autograd and made by one product after it: 2.06 and 2.50 (with 400 units 4.70
/// against 7.09). Not entered: it is backpropagation by hand for the parameter that costs most.</item>
/// </list>
/// </remarks>
internal sealed class TorchTrainer : Trainer
{
    private readonly ElmanShape _shape;
    private readonly Dictionary<ElmanTensor, Parameter> _parameters;
    private readonly Embedding _embeddings;
    private readonly (Tensor Windows, Tensor Labels)[] _sentences;

    public TorchTrainer(ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences)
    {
        _shape = parameters.Shape;
        _parameters = _shape.Tensors.ToDictionary(
            which => which,
            which =>
                new Parameter(
                    tensor(
                        parameters[which].ToArray(),
                        [.. _shape.GetDimensions(which).Select(dimension => (long)dimension)])));
        _embeddings = nn.Embedding_from_pretrained(_parameters[ElmanTensor.Embeddings], freeze: false);
        _parameters[ElmanTensor.Embeddings] = _embeddings.weight!;
        _sentences =
        [
            .. sentences.Select(sentence =>
                (
                    tensor(Windows.Of(_shape, sentence.Words)),
                    tensor(sentence.Labels.Select(label => (long)label).ToArray()))),
        ];
    }

    public override float Train(int sentence)
    {
        using var scope = NewDisposeScope();
        var (windows, labels) = _sentences[sentence];
        var loss = nn.functional.cross_entropy(Logits(windows, (int)labels.shape[0]), labels);
        loss.backward();
        using var withoutGradients = no_grad();
        foreach (var parameter in _parameters.Values)
        {
            parameter.add_(parameter.grad!, alpha: -LearningRate);
            parameter.grad = null;
        }

        var embeddings = _embeddings.weight!;
        embeddings.div_(embeddings.norm(1, true, 2));
        return loss.item<float>();
    }

    public override ElmanParameters ToParameters()
    {
        var copy = new ElmanParameters(_shape);
        foreach (var (which, values) in _parameters)
        {
            values.data<float>().ToArray().CopyTo(copy[which]);
        }

        return copy;
    }

    public override void Dispose()
    {
        _embeddings.Dispose();
        foreach (var parameter in _parameters.Values)
        {
            parameter.Dispose();
        }

        foreach (var (windows, labels) in _sentences)
        {
            windows.Dispose();
            labels.Dispose();
        }
    }

    /// <summary>Windows [length · window] to logits [length, labels].</summary>
    private Tensor Logits(Tensor windows, int length)
    {
        var x = _embeddings.call(windows).reshape(length, _shape.InputSize);
        var inputs = _parameters[ElmanTensor.HiddenBias].addmm(x, _parameters[ElmanTensor.InputWeights]).split(1);
        var states = new Tensor[length];
        var state = _parameters[ElmanTensor.InitialState].unsqueeze(0);
        for (var t = 0; t < length; t++)
        {
            state = states[t] = inputs[t].addmm(state, _parameters[ElmanTensor.RecurrentWeights]).sigmoid_();
        }

        return _parameters[ElmanTensor.OutputBias].addmm(cat(states), _parameters[ElmanTensor.OutputWeights]);
    }
}
