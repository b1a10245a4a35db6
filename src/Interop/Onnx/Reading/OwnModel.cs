using System.Globalization;
using FastElman.Files;
using FastElman.Interop.Layouts;
using FastElman.Interop.Onnx.Format;
using FastElman.Interop.Onnx.Writing;
using FastElman.Model;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>
/// A file that was written here. The parameters are its tensors by their names; then the graph is made anew from the
/// model and compared, so that the model computes what the file does.
/// </summary>
internal sealed class OwnModel
{
    private readonly OnnxDocument _document;
    private readonly string? _file;
    private readonly NetworkVariant _variant;
    private readonly LabelDecoding _decoding;
    private readonly GraphForm _form;
    private readonly Dictionary<string, OnnxTensor> _tensors = new(StringComparer.Ordinal);

    private OwnModel(OnnxDocument document, string? file)
    {
        (_document, _file) = (document, file);
        (_variant, _decoding) = ModelMetadata.ParseVariant(document.Metadata, file);
        _form = Form();
        foreach (var tensor in document.Graph.Initializers)
        {
            if (!_tensors.TryAdd(tensor.Name, tensor))
            {
                throw new ModelFormatException("there are two of this name", file, NameText.Cut(tensor.Name));
            }
        }
    }

    public static ElmanModel Read(OnnxDocument document, Vocabulary? vocabulary, LabelSet? labels, string? file) =>
        new OwnModel(document, file).Read(vocabulary, labels);

    private ElmanModel Read(Vocabulary? vocabulary, LabelSet? labels)
    {
        var shape = Shape();
        var metadata = ModelMetadata.Parse(_document.Metadata, shape, _decoding, _file);
        var parameters = Parameters(shape);
        metadata.RequireChecksum(parameters, _file);
        var model = ElmanModel.Adopt(
            parameters,
            metadata.Vocabulary,
            metadata.Labels,
            metadata.Provenance,
            metadata.Decoding,
            allowNonFinite: false,
            _file,
            metadata.Tokenizer,
            metadata.Temperature);
        if (_document.Metadata.TryGetValue(DocumentComposer.FingerprintKey, out var fingerprint)
            && fingerprint != model.Fingerprint)
        {
            throw new ModelFormatException(
                "words, labels or settings of the model were changed: its fingerprint differs",
                _file,
                expected: fingerprint,
                found: model.Fingerprint);
        }

        GraphComparison.Require(NetworkGraph.Of(model, _form), _document.Graph, _file);
        return vocabulary is null && labels is null
            ? model
            : ElmanModel.Adopt(
                parameters,
                vocabulary ?? model.Vocabulary,
                labels ?? model.Labels,
                model.Provenance,
                model.Decoding,
                allowNonFinite: false,
                _file,
                model.Tokenizer,
                model.Temperature);
    }

    private GraphForm Form()
    {
        var form = DocumentComposer.Forms.Parse(
            Entry(DocumentComposer.FormKey), DocumentComposer.FormKey, _file);
        var options = new OnnxExportOptions { Form = form, SentenceLength = 1 };
        if (form == OnnxForm.Unrolled)
        {
            var length = Entry(DocumentComposer.LengthKey);
            var isNumber = int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var words);
            options.SentenceLength = isNumber
                && words is >= 1 and <= OnnxExportOptions.MaximumSentenceLength
                && words <= _document.Graph.Nodes.Count
                ? words
                : throw new ModelFormatException(
                    $"{DocumentComposer.LengthKey} is not the length of its sentence",
                    _file,
                    expected: $"1 to {OnnxExportOptions.MaximumSentenceLength}, and a node or more for each word",
                    found: length);
        }

        var found = options.ToGraphForm(nameof(options));
        return found.FindProblem(_variant.Kind) is { } problem
            ? throw new ModelFormatException(problem, _file)
            : found;
    }

    private string Entry(string key) => _document.Metadata.TryGetValue(key, out var value)
        ? value
        : throw new ModelFormatException($"the metadata lacks {key}", _file);

    /// <summary>The sizes follow from embeddings, from the input weights and from w.</summary>
    private ElmanShape Shape()
    {
        var (rows, embedding) = Matrix(ElmanTensor.Embeddings.FileName());
        var (_, labels) = Matrix(ElmanTensor.OutputWeights.FileName());
        var (inputs, hidden) = Matrix(ElmanTensor.InputWeights.FileName(), GraphNames.RnnInputWeights);
        if (inputs % embedding != 0 || inputs / embedding % 2 == 0)
        {
            throw new ModelFormatException(
                "the inputs of the hidden layer are not an odd number of embeddings",
                _file,
                expected: $"an odd multiple of {embedding}",
                found: $"{inputs}");
        }

        return ElmanShape.OfFile(hidden, labels, rows - 1, embedding, inputs / embedding, _file, _variant);
    }

    /// <summary>Rows and columns of a matrix.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rnnName">Its name for the operator RNN, which has it as [directions, columns, rows].</param>
    private (int Rows, int Columns) Matrix(string name, string? rnnName = null)
    {
        var isTurned = rnnName is not null && _form.Form == OnnxForm.Rnn;
        var tensor = Tensor(isTurned ? rnnName! : name);
        return (isTurned, tensor.Dimensions) switch
        {
            (false, [> 0 and var rows, > 0 and var columns]) => ((int)rows, (int)columns),
            (true, [_, > 0 and var columns, > 0 and var rows]) => ((int)rows, (int)columns),
            _ => throw new ModelFormatException(
                "it is not a matrix of possible size",
                _file,
                tensor.Name,
                isTurned ? "[directions, hidden, inputs]" : "[rows, columns]",
                OnnxTensor.Text(tensor.Dimensions)),
        };
    }

    private ElmanParameters Parameters(ElmanShape shape)
    {
        var parameters = ElmanParameters.Uninitialized(shape);
        var layers = HiddenLayerTensors.Of(shape.Variant.Kind);
        for (var i = 0; i < layers.Length; i++)
        {
            ReadLayer(layers[i], isBackward: i == 1, directions: layers.Length, parameters);
        }

        foreach (var tensor in (ElmanTensor[])
            [ElmanTensor.Embeddings, ElmanTensor.OutputWeights, ElmanTensor.OutputBias])
        {
            Values(tensor.FileName(), shape.GetElementCount(tensor)).CopyTo(parameters[tensor]);
        }

        if (shape.Variant.HasTransitions)
        {
            Values(GraphNames.TransitionScores, shape.GetElementCount(ElmanTensor.Transitions))
                .CopyTo(parameters[ElmanTensor.Transitions]);
        }

        return parameters;
    }

    private void ReadLayer(HiddenLayerTensors layer, bool isBackward, int directions, ElmanParameters parameters)
    {
        var shape = parameters.Shape;
        if (_form.Form == OnnxForm.Rnn)
        {
            var place = isBackward ? 1 : 0;
            Matrices.Transpose(
                Part(GraphNames.RnnInputWeights, layer.InputWeights),
                shape.HiddenSize,
                shape.InputSize,
                parameters[layer.InputWeights]);
            Matrices.Transpose(
                Part(GraphNames.RnnRecurrentWeights, layer.RecurrentWeights),
                shape.HiddenSize,
                shape.HiddenSize,
                parameters[layer.RecurrentWeights]);
            Part(GraphNames.RnnBiases, layer.Bias, stride: 2).CopyTo(parameters[layer.Bias]);
            Part(ElmanTensor.InitialState.FileName(), layer.InitialState).CopyTo(parameters[layer.InitialState]);

            ReadOnlySpan<float> Part(string name, ElmanTensor tensor, int stride = 1)
            {
                var count = shape.GetElementCount(tensor);
                return Values(name, (long)directions * stride * count).AsSpan(place * stride * count, count);
            }
        }
        else
        {
            foreach (var tensor in (ElmanTensor[])
                [layer.InputWeights, layer.RecurrentWeights, layer.Bias, layer.InitialState])
            {
                Values(tensor.FileName(), shape.GetElementCount(tensor)).CopyTo(parameters[tensor]);
            }
        }

        if (isBackward)
        {
            var weights = parameters[layer.InputWeights];
            Matrices.ReverseWindow(weights, shape).CopyTo(weights);
        }
    }

    /// <summary>The values of a tensor, as many as there have to be. Its dimensions are compared later.</summary>
    private float[] Values(string name, long count)
    {
        var tensor = Tensor(name);
        return tensor.IsFloat && tensor.Count == count
            ? tensor.Floats(_file)
            : throw new ModelFormatException(
                "it has another size or element type", _file, name, $"{count} floats", tensor.Description);
    }

    private OnnxTensor Tensor(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ModelFormatException("it is missing", _file, name);
}
